using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Functions.Events;

/// <summary>Something that happened in a run and that clients are told, besides output.</summary>
/// <param name="Name">The name of the event for clients.</param>
/// <param name="Data">What clients are told.</param>
abstract record RunEvent(string Name, object Data)
{
    byte[]? _json;

    /// <summary>The data as it is sent; made once for all clients.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= JsonSerializer.SerializeToUtf8Bytes(Data, ApiJson.Tolerant);

    /// <summary>The run was accepted.</summary>
    internal sealed record Started(StartedData What) : RunEvent("started", What);

    /// <summary>The work loop entered a state.</summary>
    internal sealed record Entered(Transition Transition) : RunEvent("state", Transition);

    /// <summary>The work loop's history holds it.</summary>
    /// <param name="Position">Where in the history.</param>
    internal abstract record FromHistory(int Position, string Name, object Data) : RunEvent(Name, Data);

    /// <summary>A step began.</summary>
    /// <param name="Output">What it prints; null when it prints nothing that is told.</param>
    internal sealed record StepBegan(int Position, StepData Step, ArtifactName? Output) : FromHistory(Position, "step", Step);

    /// <summary>A step ended; all it printed is told before.</summary>
    internal sealed record StepEnded(int Position, int Step, string Name, object Data) : FromHistory(Position, Name, Data);

    /// <summary>A signal arrived.</summary>
    internal sealed record Signalled(int Position, SignalData Signal) : FromHistory(Position, "signal", Signal);

    /// <summary>How the run stands after all that was told. It is nothing that happened, so it has no place among the others and no id of its own.</summary>
    internal sealed record Stands(RunView Run) : RunEvent("status", Run);

    /// <summary>The run ended.</summary>
    internal sealed record Finished(RunView Run) : RunEvent("end", Run);
}
