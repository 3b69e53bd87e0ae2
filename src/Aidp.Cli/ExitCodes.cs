namespace Aidp.Cli;

/// <summary>The exit codes of <c>aidp</c>, a public contract.</summary>
static class ExitCodes
{
    /// <summary>The verb did what it was asked; a run that was followed completed.</summary>
    public const int Completed = 0;

    /// <summary>The verb failed, or the run did.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>The checks passed and the agent changed nothing.</summary>
    public const int NoChanges = 3;

    /// <summary>An agent or a host wants a login or a key first.</summary>
    public const int AuthenticationNeeded = 4;

    /// <summary>The run can go on only with a person's help.</summary>
    public const int WaitingForPerson = 5;

    /// <summary>The run was cancelled, or the verb was interrupted.</summary>
    public const int Cancelled = 130;
}
