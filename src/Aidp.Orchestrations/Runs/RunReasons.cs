namespace Aidp.Orchestrations.Runs;

/// <summary>The stable words for why a run ended as it did; a detail for people stands beside them.</summary>
public static class RunReasons
{
    /// <summary>Every gate was open.</summary>
    public const string AllGatesOpen = "all_gates_open";

    /// <summary>The last allowed iteration ended without success.</summary>
    public const string MaxIterations = "max_iterations";

    /// <summary>The next step would have exceeded a budget.</summary>
    public const string Budget = "budget";

    /// <summary>A person cancelled the run.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The checks passed and nothing was changed.</summary>
    public const string NoChanges = "no_changes";

    /// <summary>A check could not be started on the base commit.</summary>
    public const string CheckCannotStart = "check_cannot_start";

    /// <summary>The workspace could not be made or prepared.</summary>
    public const string Workspace = "workspace";

    /// <summary>The agent failed in a way that neither time, nor another agent, nor a person can mend.</summary>
    public const string Agent = "agent";

    /// <summary>Nothing was changed in several iterations in a row, and the agent did not say that it is complete.</summary>
    public const string Stalled = "stalled";

    /// <summary>The guard policy does not let the change be published; the journal holds the work.</summary>
    public const string Guard = "guard";

    /// <summary>An activity failed after all its attempts.</summary>
    public const string Infrastructure = "infrastructure";

    /// <summary>The branch in the user's repository could not be brought forward; the journal holds the work.</summary>
    public const string Publish = "publish";
}
