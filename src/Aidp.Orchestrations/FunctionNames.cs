namespace Aidp.Orchestrations;

/// <summary>The names of all orchestrations and activities: public contracts that stand in recorded histories and never change.</summary>
public static class FunctionNames
{
    /// <summary>The top-level orchestration of a run; it starts the kind of run that was asked for as its child.</summary>
    public const string AidpOrchestrator = "AidpOrchestrator";

    /// <summary>Agent, checks, diagnosis, again, until every gate is open.</summary>
    public const string WorkLoop = "WorkLoop";

    /// <summary>Makes the run's own worktree and prepares it.</summary>
    public const string CreateWorktree = "CreateWorktree";

    /// <summary>Calls an agent once and commits what it changed.</summary>
    public const string ExecuteAgent = "ExecuteAgent";

    /// <summary>Judges what a run changed by the guard policy, and undoes what it forbids.</summary>
    public const string EnforceGuard = "EnforceGuard";

    /// <summary>Runs one check of category test.</summary>
    public const string RunTests = "RunTests";

    /// <summary>Runs one check of any other category.</summary>
    public const string RunLinter = "RunLinter";

    /// <summary>Commits what checks changed in the worktree, formatters for example.</summary>
    public const string CommitChanges = "CommitChanges";

    /// <summary>Turns the failures of an iteration into a report for the next prompt.</summary>
    public const string DiagnoseFailure = "DiagnoseFailure";

    /// <summary>Takes a snapshot of the numbers that describe the work.</summary>
    public const string CollectMetrics = "CollectMetrics";

    /// <summary>Brings the accepted tree to the branch in the user's repository.</summary>
    public const string PublishBranch = "PublishBranch";

    /// <summary>Removes the run's worktree; its journal stays.</summary>
    public const string RemoveWorktree = "RemoveWorktree";
}
