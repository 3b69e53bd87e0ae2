namespace Aidp.Activities.Workspaces;

/// <summary>Whether Aidp can work on a repository.</summary>
abstract record SourceInspection
{
    /// <summary>It can.</summary>
    internal sealed record Accepted(SourceFacts Facts) : SourceInspection;

    /// <summary>It cannot; the message names cause and remedy.</summary>
    internal sealed record Refused(SourceRefusal Reason, string Message) : SourceInspection;
}

/// <summary>Why Aidp cannot work on a repository.</summary>
enum SourceRefusal
{
    /// <summary>No such folder, or nothing that git knows in it.</summary>
    NotARepository,

    /// <summary>There is nothing to start from.</summary>
    NoCommit,

    /// <summary>Some file contents are on a server only.</summary>
    PartialClone,
}

/// <summary>A repository, as a run starts from it.</summary>
/// <param name="Location">The top folder of the files, or the repository itself when it is bare: an absolute path without links.</param>
/// <param name="HeadCommit">The commit that HEAD means.</param>
/// <param name="HeadBranch">The branch that HEAD is on; null when it is detached.</param>
/// <param name="IsBare">Whether it has no files of its own.</param>
/// <param name="Notices">What a person should know before the run starts.</param>
sealed record SourceFacts(string Location, string HeadCommit, string? HeadBranch, bool IsBare, IReadOnlyList<string> Notices);
