using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Aidp.Benchmarks.Runs;

/// <summary>What Aidp adds to an iteration whose agent and check take no time: beside a bare shell loop that runs the same two programs and commits.</summary>
static class OverheadBenchmark
{
    const int Runs = 5;
    const int Iterations = 20;

    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        var (loops, own) = (new List<double>(), new List<IterationTime>());
        for (var run = 0; run < Runs; run++)
        {
            loops.Add(ShellLoop(folder));
            own.Add(await AidpAsync(folder));
        }

        yield return new Figure("shell loop: agent, check, git add and commit", "ms/iteration", loops);
        yield return Of("aidp: wall time of an iteration", time => time.Whole);
        yield return new Figure("aidp beside the shell loop", "times", [.. own.Zip(loops, (time, loop) => time.Whole / loop)]);
        yield return Of("  of it: the agent's process, supervisor and sandbox included", time => time.Agent);
        yield return Of("  of it: prompt, git, journal and artifacts of the agent's step", time => time.AroundAgent);
        yield return Of("  of it: the check's process, supervisor and sandbox included", time => time.Check);
        yield return Of("  of it: git, journal and artifacts of the check; checkpoints", time => time.AroundCheck);
        yield return Of("  of it: diagnosis, decisions and all that is durable between", time => time.Rest);

        Figure Of(string shape, Func<IterationTime, double> part) => new(shape, "ms/iteration", [.. own.Select(part)]);
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
    static async Task<IterationTime> AidpAsync(string parent)
    {
        using var process = AidpRun.Create(parent, "cat > /dev/null; echo line >> progress.txt; echo 'STATUS: COMPLETE'").Start(Iterations);
        var error = process.StandardError.ReadToEndAsync();
        var (states, result) = (new List<(string State, DateTime At)>(), default(JsonElement));
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            result = JsonElement.Parse(line);
            if (result.TryGetProperty("iteration", out var iteration) && iteration.GetInt32() > 0)
            {
                states.Add((result.GetProperty("state").GetString()!, result.GetProperty("at").GetDateTime()));
            }
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? IterationTime.Of(states, result, Iterations) : throw new InvalidOperationException(await error);
    }

    /// <summary>Where the time of an iteration goes, in milliseconds.</summary>
    /// <param name="Whole">All of it.</param>
    /// <param name="Agent">The agent's process.</param>
    /// <param name="AroundAgent">The rest of its step.</param>
    /// <param name="Check">The check's process.</param>
    /// <param name="AroundCheck">The rest of its step.</param>
    sealed record IterationTime(double Whole, double Agent, double AroundAgent, double Check, double AroundCheck)
    {
        /// <summary>Everything else.</summary>
        public double Rest => Whole - Agent - AroundAgent - Check - AroundCheck;

        /// <summary>The time of one of so many iterations, by their states and what the result says of the processes.</summary>
        public static IterationTime Of(List<(string State, DateTime At)> states, JsonElement result, int iterations)
        {
            var agent = Milliseconds(result, "agentTime") / iterations;

            // The base commit was checked as well.
            var check = Milliseconds(result, "checksTime") / (iterations + 1);
            return new((states[^1].At - states[0].At).TotalMilliseconds / iterations, agent, In("APPLY_PATCH") - agent, check, In("TEST") - check);

            double In(string state) => states.Zip(states.Skip(1), (one, next) => one.State == state ? (next.At - one.At).TotalMilliseconds : 0).Sum() / iterations;
        }

        static double Milliseconds(JsonElement result, string field) => TimeSpan.Parse(result.GetProperty(field).GetString()!, CultureInfo.InvariantCulture).TotalMilliseconds;
    }
}
