using System.Collections.Concurrent;
using System.Globalization;

namespace Aidp.EndToEnd.Tests.Durability;

/// <summary>
/// Ends the host with SIGKILL at every durable boundary of a three-iteration run, one run a boundary, and lets a second process finish it: the
/// run must not show that anything happened.
/// </summary>
public sealed class KillMatrixTests(ITestOutputHelper output)
{
    const int Iterations = 3;

    /// <summary>Far above the number of boundaries, so that a run whose boundaries never end is a failure and not a hang.</summary>
    const int MostBoundaries = 1000;

    [Fact]
    public async Task Run_KilledAtEveryBoundary_EndsAsIfNothingHadHappened()
    {
        var undisturbed = await InterruptedRun.RunAsync(Iterations, killAt: 0);
        undisturbed.AssertWhole(undisturbed.Tree, Iterations);

        var killed = 0;
        var names = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForAsync(1, MostBoundaries, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken }, async (k, _) =>
        {
            if (k > undisturbed.Boundaries.Count + 20 && Volatile.Read(ref killed) < k - 20)
            {
                return;
            }

            var run = await InterruptedRun.RunAsync(Iterations, killAt: k);
            output.WriteLine($"{k.ToString(CultureInfo.InvariantCulture),4} {(run.WasKilled ? run.Boundaries[^1] : "no kill fires any more")}");
            run.AssertWhole(undisturbed.Tree, Iterations);

            // What is written at the same time shares a commit, so a run may have a few boundaries fewer than another: it ended before its k-th one, or it was killed there.
            Assert.True(run.WasKilled ? run.Boundaries.Count == k : run.Boundaries.Count < k, $"{k}: {(run.WasKilled ? "killed" : "not killed")} after {run.Boundaries.Count} boundaries");
            if (run.WasKilled)
            {
                Interlocked.Increment(ref killed);
                names[run.Boundaries[^1]] = k;
            }
        });

        Assert.InRange(killed, 1, MostBoundaries - 1);
        Assert.Empty(undisturbed.Boundaries.Distinct().Except(names.Keys));
    }
}
