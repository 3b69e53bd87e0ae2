using System.Text;
using System.Text.RegularExpressions;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Orchestrations.Tests.Engine;

/// <summary>Histories of runs as this program once made them; kept for ever, since unfinished runs of old programs must go on under new ones.</summary>
static partial class RecordedHistory
{
    // Names the folder to record new files in; nothing is recorded without it.
    const string Folder = "AIDP_RECORD_HISTORIES";

    public static IEnumerable<string> Files => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Histories"), "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Keeps the history of an instance when asked to.</summary>
    public static async Task RecordAsync(DurableTaskClient client, string instance, string name)
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
        {
            return;
        }

        var events = await client.GetOrchestrationHistoryAsync(instance, TestContext.Current.CancellationToken);
        var json = Encoding.UTF8.GetString(HistoryCodec.Write([.. events], static _ => null, indented: true).Span);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.json"), StackTrace().Replace(json, "") + "\n", TestContext.Current.CancellationToken);
    }

    /// <summary>Runs an orchestrator through a recorded history; throws where they part.</summary>
    public static OrchestrationRuntimeStatus? Replay(string file, Func<string, OrchestratorInvoker> find)
    {
        var events = HistoryCodec.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Histories", file)), static _ => throw new InvalidOperationException("Recorded histories are whole."));
        var started = events.OfType<ExecutionStartedEvent>().First();
        var execution = new OrchestrationExecution(started, find(started.Name), new(NullLoggerFactory.Instance, null, 16 * 1024 * 1024, 8 * 1024), static () => { });
        execution.Replay(events);
        return execution.Outcome?.Status;
    }

    // It names folders of the machine that recorded it.
    [GeneratedRegex(@",\n\s*""stack"": ""(?:[^""\\]|\\.)*""")]
    private static partial Regex StackTrace();
}
