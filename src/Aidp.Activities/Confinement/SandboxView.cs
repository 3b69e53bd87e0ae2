namespace Aidp.Activities.Confinement;

/// <summary>What a program in a sandbox sees of the file system: all of it, but for these folders. They are real paths that exist; of two folders, one in the other, each is as it is said to be.</summary>
/// <param name="Hidden">Folders that look empty.</param>
/// <param name="ReadOnly">Folders that it may look at and not change.</param>
/// <param name="Writable">Folders that it may change.</param>
sealed record SandboxView(IReadOnlyList<string> Hidden, IReadOnlyList<string> ReadOnly, IReadOnlyList<string> Writable);
