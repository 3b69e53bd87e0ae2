using System.Globalization;
using System.Text.Json;
using Aidp.Benchmarks;
using Aidp.Benchmarks.Engine;
using Aidp.Benchmarks.Http;
using Aidp.Benchmarks.Runs;

Dictionary<string, Func<string, IAsyncEnumerable<Figure>>> suites = new(StringComparer.Ordinal)
{
    ["engine"] = EngineBenchmarks.RunAsync,
    ["engine-size"] = SizeBenchmarks.RunAsync,
    ["engine-kill"] = InFlightBenchmark.RunAsync,
    ["http"] = HttpBenchmark.RunAsync,
    ["overhead"] = OverheadBenchmark.RunAsync,
    ["recovery"] = RecoveryBenchmark.RunAsync,
};
if (args is [InFlightBenchmark.HostArgument, var store])
{
    return await InFlightBenchmark.HostAsync(store);
}

var asked = args.Where(a => a != "--json").ToArray();
if (asked.Except(suites.Keys).Any())
{
    await Console.Error.WriteLineAsync($"usage: Aidp.Benchmarks [{string.Join(" | ", suites.Keys)}]... [--json]");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("aidp-bench-").FullName;
try
{
    var machine = Machine.Measure(folder);
    var json = args.Contains("--json");
    Print(json, machine, string.Create(CultureInfo.InvariantCulture, $"{machine.Cores} cores, {machine.FsyncsPerSecond:F0} fsyncs/s, commit {machine.Commit}"));
    foreach (var suite in asked.Length == 0 ? suites.Keys.ToArray() : asked)
    {
        await foreach (var figure in suites[suite](folder))
        {
            Print(json, figure, figure.ToString());
        }
    }

    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Print<T>(bool json, T value, string text) => Console.WriteLine(json ? JsonSerializer.Serialize(value) : text);
