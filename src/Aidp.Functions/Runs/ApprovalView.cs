using Aidp.Activities.Guard;

namespace Aidp.Functions.Runs;

/// <summary>The files of a run that wait for a person.</summary>
/// <param name="Files">The files; none when nothing waits.</param>
/// <param name="Commit">The commit of the run's journal that holds the change; a decision that names it is about nothing else.</param>
/// <param name="Since">Since when they wait.</param>
sealed record ApprovalList(IReadOnlyList<AwaitingFile> Files, string? Commit, DateTime? Since);
