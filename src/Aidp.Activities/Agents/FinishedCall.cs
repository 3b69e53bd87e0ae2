using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>A finished call, as the step's journal keeps it until its commit is made and after.</summary>
/// <param name="Result">The result, whose workspace is still that from before the call.</param>
/// <param name="Tree">The id of the tree that the call left.</param>
sealed record FinishedCall(ExecuteAgentResult Result, string Tree);
