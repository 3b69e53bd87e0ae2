using System.Diagnostics;
using System.Text.Json;

namespace Aidp.Benchmarks.Runs;

/// <summary>What Aidp adds to an iteration whose agent and check take no time: beside a bare shell loop that runs the same two programs and commits.</summary>
static class OverheadBenchmark
{
    const int Runs = 5;
    const int Iterations = 20;

    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        var (loops, own, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            loops.Add(ShellLoop(folder));
            own.Add(await AidpAsync(folder));
            ratios.Add(own[^1] / loops[^1]);
        }

        yield return new Figure("shell loop: agent, check, git add and commit", "ms/iteration", loops);
        yield return new Figure("aidp: wall time of an iteration", "ms/iteration", own);
        yield return new Figure("aidp beside the shell loop", "times", ratios);
    }

    static double ShellLoop(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("n"))).FullName;
        File.WriteAllText(Path.Combine(folder, "progress.txt"), "");
        AidpRun.Shell(folder, "git init -q && git add -A && git -c user.name=Ann -c user.email=ann@example.org commit -q -m Start");
        var watch = Stopwatch.StartNew();
        AidpRun.Shell(folder, $"i=0; while [ $i -lt {Iterations} ]; do sh -c 'echo line >> progress.txt'; sh -c 'test $(wc -l < progress.txt) -ge {Iterations}'; git add -A; git -c user.name=Ann -c user.email=ann@example.org commit -q -m step; i=$((i+1)); done");
        return watch.Elapsed.TotalMilliseconds / Iterations;
    }

    /// <summary>From the first state of iteration 1 to the end of the last, so that start-up does not count.</summary>
    static async Task<double> AidpAsync(string parent)
    {
        using var process = AidpRun.Create(parent, "cat > /dev/null; echo line >> progress.txt; echo 'STATUS: COMPLETE'").Start(Iterations);
        var error = process.StandardError.ReadToEndAsync();
        var times = new List<DateTime>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var item = JsonElement.Parse(line);
            if (item.TryGetProperty("iteration", out var iteration) && iteration.GetInt32() > 0)
            {
                times.Add(item.GetProperty("at").GetDateTime());
            }
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (times[^1] - times[0]).TotalMilliseconds / Iterations : throw new InvalidOperationException(await error);
    }
}
