namespace Aidp.Activities.Processes;

/// <summary>A program to run, completely described: nothing is inherited from this process.</summary>
sealed record ProcessCommand
{
    /// <summary>A name to look up in the PATH of <see cref="Environment"/>, or a path (relative to the working directory).</summary>
    public required string Executable { get; init; }

    /// <summary>The arguments, each passed as it is; none is interpreted by a shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder in which it runs; it must exist.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment, best made by <see cref="ProcessEnvironment"/>.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What it reads; nothing by default.</summary>
    public StandardInput Input { get; init; } = StandardInput.None;

    /// <summary>How long it may run, by the monotonic clock.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long it may write nothing to either output; null for as long as it likes.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long its tree may take to end between SIGTERM and SIGKILL; 500 ms by default, so that cancelling takes less than 2 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Where its standard output goes.</summary>
    public OutputTarget Output { get; init; } = new();

    /// <summary>Where its standard error goes.</summary>
    public OutputTarget Error { get; init; } = new();

    /// <summary>Values that are replaced by <c>***</c> in everything that is stored or handed on.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// An existing folder in which the supervisor keeps the outputs and the exit code, so that what a finished program said can be adopted
    /// (<see cref="ProcessRecord.AdoptAsync"/>) when this process dies before it has read it. Null to keep nothing. Supervised commands only.
    /// </summary>
    public string? Record { get; init; }

    /// <summary>How much each recorded output may come to before the program is ended; see <see cref="ProcessRecord.MaximumBytes"/>.</summary>
    public long MaximumRecord { get; init; } = ProcessRecord.MaximumBytes;

    /// <summary>What it runs in; null for nothing. Supervised commands only.</summary>
    public ProcessWrapper? Wrapper { get; init; }

    /// <summary>The marker in the environment of everything it starts (AIDP_PROCESS), by which <see cref="ProcessTree"/> finds it after this process died; null for an unmarked one. A supervised command gets one of its own when this is null.</summary>
    public string? Token { get; init; }

    /// <summary>Called when its process exists and before the program in it runs: what is recorded here is on record before the program can have done anything. Supervised commands only.</summary>
    public Func<ProcessIdentity, CancellationToken, Task>? BeforeStart { get; init; }
}
