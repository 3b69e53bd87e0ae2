using Aidp.Activities.Processes;

namespace Aidp.Activities.Agents;

/// <summary>How an agent's process ended.</summary>
/// <param name="End">By itself, or by whom.</param>
/// <param name="Code">The exit code; 128 and the number of the signal that ended it.</param>
/// <param name="Stderr">The last of its standard error.</param>
/// <param name="Problem">Why it could not be started, and what helps.</param>
/// <param name="At">When it ended: where relative times in its messages count from; its offset is that of the machine.</param>
sealed record AgentExit(ProcessEnd End, int Code, string Stderr, string? Problem, DateTimeOffset At)
{
    /// <summary>The exit code of a shell that did not find the command.</summary>
    public const int CommandNotFound = 127;

    /// <summary>The exit code of a shell that may not run the command.</summary>
    public const int CommandNotExecutable = 126;

    /// <summary>EX_TEMPFAIL of sysexits.h: trying again later makes sense.</summary>
    public const int TemporaryFailure = 75;

    /// <summary>Exit codes above it are signals.</summary>
    public const int SignalBase = 128;

    /// <summary>Whether the process ended by itself with exit code 0.</summary>
    public bool IsSuccess => End == ProcessEnd.Exited && Code == 0;
}
