using System.Diagnostics;
using System.Globalization;

namespace Aidp.Benchmarks.Engine;

/// <summary>Ends a process with SIGKILL while 1,000 instances are in flight, and takes the time from the start of the next one to its first new durable event.</summary>
static class InFlightBenchmark
{
    /// <summary>Makes this program such a process.</summary>
    public const string HostArgument = "in-flight-host";

    const int Instances = 1_000;
    const int Kills = 50;

    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        var store = ToyEngine.NewStore(folder);
        var values = new List<double>();
        for (var kill = 0; kill <= Kills; kill++)
        {
            var started = Stopwatch.GetTimestamp();
            using var host = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [HostArgument, store]) { RedirectStandardOutput = true })!;
            await LineAsync(host, "first durable event");

            // The first one starts the instances; from then on each finds them interrupted.
            if (kill > 0)
            {
                values.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            await LineAsync(host, "all are in flight");
            await Task.Delay(100);
            host.Kill();
            await host.WaitForExitAsync();
        }

        yield return new Figure("SIGKILL with 1,000 instances in flight, start to first new durable event, p50", "ms", [Figure.Percentile(values, 50)]);
        yield return new Figure("SIGKILL with 1,000 instances in flight, start to first new durable event, p99", "ms", [Figure.Percentile(values, 99)])
        {
            Target = new(1_000, AtLeast: false),
            Note = string.Create(CultureInfo.InvariantCulture, $"({Kills} kills)"),
        };
    }

    /// <summary>Runs the instances until it is killed.</summary>
    public static async Task<int> HostAsync(string store)
    {
        var first = new FirstCommit();
        using var listening = DiagnosticListener.AllListeners.Subscribe(first);
        await using var engine = await ToyEngine.StartAsync(store);
        await foreach (var page in engine.Client.GetAllInstancesAsync().AsPages())
        {
            if (page.Values.Count == 0)
            {
                await Task.WhenAll(Enumerable.Range(0, Instances).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Endless")));
            }

            break;
        }

        await first.Reached;
        await Console.Out.WriteLineAsync("all are in flight");

        // Nobody waits for longer than this for a line.
        await Task.Delay(TimeSpan.FromMinutes(5));
        return 1;
    }

    static async Task LineAsync(Process process, string wanted)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == wanted)
            {
                return;
            }
        }

        throw new InvalidOperationException("The host ended before it was killed.");
    }

    /// <summary>Says once that something has become durable.</summary>
    sealed class FirstCommit : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Aidp.Durable")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "store.commit.after" && _reached.TrySetResult())
            {
                Console.Out.WriteLine("first durable event");
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
