namespace Aidp.Activities.Processes;

/// <summary>How a program ended.</summary>
enum ProcessEnd
{
    /// <summary>By itself, or by a signal that was not ours.</summary>
    Exited,

    /// <summary>It ran longer than its timeout.</summary>
    TimedOut,

    /// <summary>It was silent longer than its idle timeout.</summary>
    IdleTimedOut,

    /// <summary>It wrote more than a recorded program may; see <see cref="ProcessRecord.MaximumBytes"/>.</summary>
    TooMuchOutput,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary>No such program, or no such working directory.</summary>
    NotFound,

    /// <summary>The program is there, and the system refused to start it.</summary>
    NotExecutable,

    /// <summary>Its supervisor was killed; everything that carried its token was ended.</summary>
    SupervisorLost,
}

/// <summary>What came of running a program.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code; 128 and the number of the signal that ended it; -1 when there is none.</param>
/// <param name="Problem">Why it could not be started, and what helps; null when it was.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Elapsed">How long it ran, by the monotonic clock.</param>
/// <param name="LeftBehind">How many processes it left running when it ended, all ended since.</param>
sealed record ProcessResult(ProcessEnd End, int ExitCode, string? Problem, CapturedOutput Output, CapturedOutput Error, TimeSpan Elapsed, int LeftBehind)
{
    /// <summary>Whether it ended by itself with exit code 0.</summary>
    public bool IsSuccess => End == ProcessEnd.Exited && ExitCode == 0;

    /// <summary>Whether it ran at all.</summary>
    public bool WasStarted => End is not (ProcessEnd.NotFound or ProcessEnd.NotExecutable);

    /// <summary>A program that never ran.</summary>
    public static ProcessResult NotStarted(ProcessEnd end, string problem) => new(end, -1, problem, CapturedOutput.Empty, CapturedOutput.Empty, TimeSpan.Zero, 0);
}

/// <summary>What one output of a program came to.</summary>
/// <param name="Tail">Its last bytes as text, secrets replaced.</param>
/// <param name="TotalBytes">How many bytes there were.</param>
/// <param name="OmittedBytes">How many of them the destination does not have.</param>
sealed record CapturedOutput(string Tail, long TotalBytes, long OmittedBytes)
{
    /// <summary>No output.</summary>
    public static CapturedOutput Empty { get; } = new("", 0, 0);

    /// <summary>Why the destination took no more; null when it took all that it was to have.</summary>
    public string? Problem { get; init; }
}
