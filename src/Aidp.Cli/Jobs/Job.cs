using Aidp.Cli.Client;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Jobs;

/// <summary>A run in the background, and when it last showed that it gets on.</summary>
/// <param name="Run">The run.</param>
/// <param name="Heartbeat">When it last got on: a durable step, or something that an agent or a check wrote.</param>
/// <param name="IsStuck">Whether it should be getting on by itself, and has not for <see cref="Patience"/>.</param>
sealed record Job(RunView Run, DateTimeOffset Heartbeat, bool IsStuck)
{
    /// <summary>How long a run may show no progress before it is called stuck: 10 minutes, longer than agents think and most checks are silent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Why the host keeps it as it is; null when it does not.</summary>
    public string? Held { get; init; }

    /// <summary>Looks at the heartbeat of a run; one that is held has none, and is not stuck.</summary>
    public static async Task<Job> LookAsync(HostClient host, RunView run, HeldRuns held, DateTimeOffset now, CancellationToken cancellation) => held.Reason(run) is { } reason
        ? new(run, run.UpdatedAt, IsStuck: false) { Held = reason }
        : Judge(run, run.Finished ? null : await host.LastOutputAsync(run.Id, cancellation), now);

    /// <summary>Judges a run by its heartbeat; not by its iteration, since one call may take hours.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lastOutput">When an agent or a check last wrote something; null when none did.</param>
    /// <param name="now">The present.</param>
    public static Job Judge(RunView run, DateTimeOffset? lastOutput, DateTimeOffset now)
    {
        var heartbeat = lastOutput > run.UpdatedAt ? lastOutput.Value : run.UpdatedAt;
        return new(run, heartbeat, run.Status is RunState.Pending or RunState.Running or RunState.Cancelling && now - heartbeat >= Patience);
    }
}
