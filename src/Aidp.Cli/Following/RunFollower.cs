using System.Runtime.CompilerServices;
using Aidp.Cli.Client;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Cli.Following;

/// <summary>Follows one run to its end, or to where only a person helps. Whoever begins late or loses the host misses no change of state, because all are derived from history.</summary>
sealed class RunFollower(Func<CancellationToken, Task<HostClient>> connect, TimeProvider time)
{
    const int MostLosses = 5;

    static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan _afterLoss = TimeSpan.FromMilliseconds(500);

    /// <summary>The exit code that says how the run stands; null while it goes on by itself.</summary>
    public static int? Outcome(RunView run) => run switch
    {
        { Status: RunState.Completed } => ExitCodes.Completed,
        { Status: RunState.NoChanges } => ExitCodes.NoChanges,
        { Status: RunState.Cancelled } => ExitCodes.Cancelled,
        { Status: RunState.NeedsInput } => ExitCodes.WaitingForPerson,
        { Status: RunState.Failed } => ExitCodes.Failed,
        { Status: RunState.Waiting, Loop.Waiting: { Until: null, Reason: AgentOutcome.AuthExpired } } => ExitCodes.AuthenticationNeeded,
        { Status: RunState.Waiting, Loop.Waiting.Until: null } => ExitCodes.WaitingForPerson,
        { Status: RunState.Waiting, Loop.Approval: not null } => ExitCodes.WaitingForPerson,
        _ => null,
    };

    /// <summary>Reports until the run has an <see cref="Outcome"/>.</summary>
    public async IAsyncEnumerable<RunProgress> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var progress in LooksAsync(id, cancellation))
        {
            yield return progress;
            if (Outcome(progress.Run) is not null)
            {
                yield break;
            }
        }
    }

    /// <summary>Waits until the run is as it is wanted, or has ended, and returns it.</summary>
    public async Task<RunView> UntilAsync(string id, Func<RunView, bool> isWanted, CancellationToken cancellation)
    {
        await foreach (var progress in LooksAsync(id, cancellation))
        {
            if (progress.Run.Finished || isWanted(progress.Run))
            {
                return progress.Run;
            }
        }

        throw new InvalidOperationException("Looking at a run has no end of its own.");
    }

    async IAsyncEnumerable<RunProgress> LooksAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = 0;
        var losses = 0;
        HostClient? client = null;
        try
        {
            while (true)
            {
                RunProgress? progress = null;
                try
                {
                    client ??= await connect(cancellation);
                    progress = await LookAsync(client, id, seen, cancellation);
                    losses = 0;
                }
                catch (Exception e) when (IsLoss(e) && ++losses <= MostLosses)
                {
                    // The host has gone; another one goes on with the run.
                    client?.Dispose();
                    client = null;
                }

                if (progress is not null)
                {
                    seen = progress.Transitions.Count > 0 ? progress.Transitions[^1].Sequence : seen;
                    yield return progress;
                }

                await Task.Delay(progress is null ? _afterLoss : _interval, time, cancellation);
            }
        }
        finally
        {
            client?.Dispose();
        }
    }

    static bool IsLoss(Exception e) => e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    static async Task<RunProgress> LookAsync(HostClient client, string id, int seen, CancellationToken cancellation)
    {
        var run = await client.RunAsync(id, cancellation);
        var newest = new[] { run.Loop?.Trail, run.Result?.Trail }.Max(trail => trail is [.., var last] ? last.Sequence : 0);
        if (newest <= seen && !run.Finished)
        {
            return new(run, [], []);
        }

        var iterations = await client.IterationsAsync(id, seen, cancellation);
        return new(run, [.. iterations.SelectMany(iteration => iteration.Transitions).OrderBy(transition => transition.Sequence)], iterations);
    }
}
