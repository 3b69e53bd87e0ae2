namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.EnforceGuard"/>.</summary>
public sealed record EnforceGuardInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The files to judge.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The commit before the newest agent call: what a change that is too large goes back to.</summary>
    public required string Before { get; init; }

    /// <summary>What they are judged by.</summary>
    public required GuardPolicy Guard { get; init; }

    /// <summary>Whether the files are about to be published, so that what still waits for approval is undone too.</summary>
    public bool Publishing { get; init; }
}

/// <summary>The result of <see cref="FunctionNames.EnforceGuard"/>.</summary>
public sealed record EnforceGuardResult
{
    /// <summary>The files without what was forbidden; the same commit when nothing was.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>What was forbidden and is undone, and what waits for approval now; null when there is neither.</summary>
    public GuardFindings? Guard { get; init; }

    /// <summary>How many files differ from <see cref="EnforceGuardInput.Before"/> now.</summary>
    public int FilesChanged { get; init; }

    /// <summary>Whether the change still exceeds a limit, since there is nothing that could be undone alone.</summary>
    public bool StillTooLarge { get; init; }
}
