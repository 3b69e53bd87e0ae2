namespace Aidp.Activities.Workspaces;

/// <summary>What came of bringing the accepted files into the user's repository.</summary>
abstract record Publication
{
    /// <summary>The branch is at the commit.</summary>
    internal sealed record Published(string Branch, string Commit) : Publication;

    /// <summary>The branch was left as it is; the commit stays in the clone, and the message says how to get it.</summary>
    internal sealed record Blocked(PublicationBlock Reason, string Message, string Commit) : Publication;
}

/// <summary>Why a branch was not brought forward.</summary>
enum PublicationBlock
{
    /// <summary>A branch of that name has commits that this one does not continue.</summary>
    BranchExists,

    /// <summary>The branch is checked out somewhere, so moving it would change what a person works on.</summary>
    CheckedOut,

    /// <summary>A branch is called 'aidp', so none can be below it.</summary>
    NameTaken,

    /// <summary>The repository is no longer where it was.</summary>
    RepositoryMissing,

    /// <summary>The repository cannot be written to: permissions, a read-only or a full disk.</summary>
    NotWritable,
}
