using Aidp.Functions.Runs;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Events;

/// <summary>The data of <c>started</c>.</summary>
/// <param name="Task">What is to be done.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="CreatedAt">When it was asked for.</param>
sealed record StartedData(TextReference? Task, string? Author, DateTimeOffset CreatedAt);

/// <summary>The data of <c>step</c>.</summary>
/// <param name="Number">Counts the steps of the run from 1; one that is tried again keeps its number.</param>
/// <param name="Iteration">The iteration; 0 before the first.</param>
/// <param name="Activity">What is done.</param>
/// <param name="Target">The agent or the check; null for the others.</param>
/// <param name="At">When it was asked for, in UTC.</param>
sealed record StepData(int Number, int Iteration, string Activity, string? Target, DateTime At);

/// <summary>The data of <c>output</c>: a piece of what an agent or a check prints.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Artifact">Where all of it is kept: what follows <c>/artifacts/</c> in its address.</param>
/// <param name="Offset">Where the piece begins, in bytes.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Text">The piece; bytes that are no UTF-8 are replaced.</param>
/// <param name="Restarted">True when the step runs again after its host died, so that what was told of it before does not count.</param>
sealed record OutputData(int Step, string Artifact, long Offset, int Bytes, string Text, bool? Restarted);

/// <summary>The data of <c>agent</c>: a call that has ended.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Iteration">The iteration.</param>
/// <param name="Call">How it ended.</param>
sealed record AgentData(int Step, int Iteration, AgentCallView Call);

/// <summary>The data of <c>check</c>: one that has ended.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Iteration">The iteration; 0 for the base commit.</param>
/// <param name="Check">How it ended.</param>
sealed record CheckData(int Step, int Iteration, CheckView Check);

/// <summary>The data of <c>signal</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">The id that its sender gave it.</param>
/// <param name="Author">Who sent it.</param>
/// <param name="At">When it arrived, in UTC.</param>
sealed record SignalData(string Name, string? Id, string? Author, DateTime At);

/// <summary>The data of <c>done</c>: a step that is neither agent nor check has ended.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Iteration">The iteration.</param>
/// <param name="Activity">What was done.</param>
sealed record DoneData(int Step, int Iteration, string Activity);
