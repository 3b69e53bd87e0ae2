using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.Steps;

/// <summary>What a change is judged by: it travels in the inputs of steps, so that history says by what was judged.</summary>
public sealed record GuardPolicy
{
    /// <summary>The rules.</summary>
    public GuardSettings Settings { get; init; } = new();

    /// <summary>What people decided about files that waited for them, the oldest first.</summary>
    public IReadOnlyList<GuardDecision> Decisions { get; init; } = [];
}

/// <summary>What a person decided about files. It holds for their content at that commit; what an agent changes afterwards waits anew.</summary>
/// <param name="Commit">The commit of the journal that the person saw.</param>
/// <param name="Files">The paths.</param>
/// <param name="Approved">Approved of; otherwise denied.</param>
/// <param name="By">Who decided; null when nobody said.</param>
/// <param name="Reason">Why, at most 200 characters; null when nobody said.</param>
public sealed record GuardDecision(string Commit, IReadOnlyList<string> Files, bool Approved, string? By = null, string? Reason = null);

/// <summary>What the guard policy says to a change. Small: the whole list is an artifact.</summary>
public sealed record GuardFindings
{
    /// <summary>The most violations that are named.</summary>
    public const int MostNamed = 20;

    /// <summary>The most files that wait for approval at a time; a change of more is a violation.</summary>
    public const int MostAwaiting = 100;

    /// <summary>The commit of the journal that was judged.</summary>
    public required string Commit { get; init; }

    /// <summary>What is forbidden, at most <see cref="MostNamed"/>.</summary>
    public IReadOnlyList<GuardViolation> Violations { get; init; } = [];

    /// <summary>How many violations there are.</summary>
    public int ViolationCount { get; init; }

    /// <summary>The files that wait for approval, at most <see cref="MostAwaiting"/>.</summary>
    public IReadOnlyList<string> Awaiting { get; init; } = [];

    /// <summary>All of it (artifact name).</summary>
    public string? Artifact { get; init; }
}

/// <summary>One thing that the guard policy forbids.</summary>
/// <param name="Rule">The word for the rule, one of <see cref="GuardWords"/>.</param>
/// <param name="File">The file, at most 200 characters; null for a limit of the whole change.</param>
/// <param name="Detail">What is forbidden, and what would be allowed, in a sentence of at most 300 characters.</param>
public sealed record GuardViolation(string Rule, string? File, string Detail);

/// <summary>The words for the rules of a guard policy.</summary>
public static class GuardWords
{
    /// <summary>A protected file was changed.</summary>
    public const string Protected = "protected";

    /// <summary>A symbolic link leads out of the repository.</summary>
    public const string Link = "link";

    /// <summary>A file of <c>exclude</c> was changed.</summary>
    public const string Exclude = "exclude";

    /// <summary>A file outside of <c>include</c> was changed.</summary>
    public const string Include = "include";

    /// <summary>A person denied the change.</summary>
    public const string Denied = "denied";

    /// <summary>A file waits for approval and nobody gave it.</summary>
    public const string Confirm = "confirm";

    /// <summary>Too many files were changed.</summary>
    public const string MaxFiles = "max_files";

    /// <summary>Too many lines were changed.</summary>
    public const string MaxLines = "max_lines_per_commit";
}
