using System.Globalization;
using System.Diagnostics;
using System.Text.Json;

namespace Aidp.Benchmarks.Runs;

/// <summary>
/// Ends a host with SIGKILL in the middle of an agent call, and takes the time from the start of the next one to the first new durable event, which is
/// the record that the call is tried again, and to the first new state of the run, for which the call must have been done again.
/// </summary>
static class RecoveryBenchmark
{
    const int Kills = 20;

    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        var (events, states) = (new List<double>(), new List<double>());
        for (var kill = 0; kill < Kills; kill++)
        {
            // The first call hangs, so that it is surely the one that is interrupted; the second is quick.
            var begun = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"begun-{kill}"));
            var run = AidpRun.Create(folder, $"cat > /dev/null; echo line >> progress.txt; if ! test -e '{begun}'; then touch '{begun}'; sleep 600; fi; echo 'STATUS: COMPLETE'");
            using (var first = run.Start(iterations: 1))
            {
                await StateAsync(first, "APPLY_PATCH", 0);
                await HangsAsync(begun);
                first.Kill();
                await first.WaitForExitAsync();
            }

            var started = DateTime.UtcNow;
            using var second = run.Attach();
            events.Add((await FirstLineAsync(run.BoundaryLog) - started).TotalMilliseconds);
            states.Add((await StateAsync(second, "TEST", 1) - started).TotalMilliseconds);
            await second.StandardOutput.ReadToEndAsync();
            await second.WaitForExitAsync();
        }

        yield return new Figure("process start to first new durable event of a run", "ms", events);
        yield return new Figure("process start to first new state of a run", "ms", states) { Note = "(the interrupted agent call runs again in this time)" };
    }

    /// <summary>Waits until a host has written down its first durable boundary, and returns when that was, to a millisecond or two.</summary>
    static async Task<DateTime> FirstLineAsync(string file)
    {
        for (var waited = 0; !File.Exists(file) && waited < 30_000; waited++)
        {
            await Task.Delay(1);
        }

        return DateTime.UtcNow;
    }

    /// <summary>Waits until the agent has said that it hangs.</summary>
    static async Task HangsAsync(string file)
    {
        for (var waited = 0; !File.Exists(file) && waited < 1_000; waited++)
        {
            await Task.Delay(10);
        }
    }

    /// <summary>Reads on to the first state of that name in an iteration, and returns when it was entered.</summary>
    static async Task<DateTime> StateAsync(Process process, string state, int iterationAtLeast)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var item = JsonElement.Parse(line);
            if (item.TryGetProperty("state", out var name) && name.GetString() == state && item.GetProperty("iteration").GetInt32() >= iterationAtLeast)
            {
                return item.GetProperty("at").GetDateTime();
            }
        }

        throw new InvalidOperationException($"The run never came to {state}: {await process.StandardError.ReadToEndAsync()}");
    }
}
