using System.Diagnostics;

namespace Aidp.Benchmarks.Http;

/// <summary>Reads the status of runs from a host in a process of its own, over TCP and with a key, while ten runs are going whose agents print all the time.</summary>
static class HttpBenchmark
{
    const int Runs = 10;
    const int Windows = 5;
    const int Clients = 8;
    const int Rate = 200;

    static readonly TimeSpan _window = TimeSpan.FromSeconds(5);

    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        using var host = await ServingHost.StartAsync(folder);
        for (var run = 0; run < Runs; run++)
        {
            await host.StartRunAsync($"bench-{run}");
        }

        await host.UntilAllWorkAsync(Runs);
        await SteadyAsync(host);
        var (p99, mean) = (new List<double>(), new List<double>());
        for (var window = 0; window < Windows; window++)
        {
            var times = await SteadyAsync(host);
            p99.Add(times[(int)(times.Count * 0.99)]);
            mean.Add(times.Average());
        }

        yield return new Figure($"status reads at {Rate}/s while {Runs} runs go on: p99", "ms", p99) { Target = new(20, AtLeast: false) };
        yield return new Figure($"status reads at {Rate}/s while {Runs} runs go on: mean", "ms", mean);

        var rates = new List<double>();
        for (var window = 0; window < Windows; window++)
        {
            rates.Add(await FastestAsync(host));
        }

        yield return new Figure($"status reads while {Runs} runs go on, {Clients} clients", "reads/s", rates) { Target = new(Rate, AtLeast: true) };
    }

    /// <summary>Asks at a steady rate, whether answers come or not, and returns how long each took, in order of size: an answer that is late does not make the next question late.</summary>
    static async Task<List<double>> SteadyAsync(ServingHost host)
    {
        var asked = new List<Task<double>>();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < _window)
        {
            asked.Add(TimeAsync(host, asked.Count));
            var next = TimeSpan.FromSeconds(asked.Count / (double)Rate) - watch.Elapsed;
            await Task.Delay(next > TimeSpan.Zero ? next : TimeSpan.Zero);
        }

        return [.. (await Task.WhenAll(asked)).Order()];
    }

    static async Task<double> FastestAsync(ServingHost host)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var count = 0;
            while (watch.Elapsed < _window)
            {
                await TimeAsync(host, count++);
            }

            return count;
        }));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    static async Task<double> TimeAsync(ServingHost host, int number)
    {
        var began = Stopwatch.GetTimestamp();
        await host.ReadAsync($"bench-{number % Runs}");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
