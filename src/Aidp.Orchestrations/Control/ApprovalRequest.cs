namespace Aidp.Orchestrations.Control;

/// <summary>Files that wait for a person.</summary>
/// <param name="Commit">The commit of the journal that holds the change.</param>
/// <param name="Files">The files that nobody has decided about.</param>
/// <param name="Artifact">All about them (artifact name).</param>
/// <param name="Since">Since when they wait, in UTC.</param>
/// <param name="PausedBefore">Pauses that were over when they began to wait.</param>
sealed record ApprovalRequest(string Commit, IReadOnlyList<string> Files, string? Artifact, DateTime Since, TimeSpan PausedBefore);
