using System.Text;
using System.Text.Json;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Embedded.Replay;

/// <summary>The history of an orchestration as a file, against which present code can be replayed without an engine.</summary>
/// <param name="Events">The events, in order, as a client returns them.</param>
public sealed record RecordedHistory(IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>Reads a history.</summary>
    /// <exception cref="JsonException">The text is not one.</exception>
    public static RecordedHistory Parse(string json) =>
        new(HistoryCodec.Read(Encoding.UTF8.GetBytes(json), key => throw new InvalidDataException($"The history refers to payload {key} of the store that it came from: record it with a client.")));

    /// <summary>Reads a history that a function app wrote event by event, as its host's client gave them.</summary>
    /// <exception cref="JsonException">The events are not a history.</exception>
    public static RecordedHistory OfServed(string instance, IEnumerable<JsonElement> events) => new(ServedHistory.Read(instance, events));

    /// <summary>The history as indented JSON, the same for the same events.</summary>
    public string ToJson() => Encoding.UTF8.GetString(HistoryCodec.Write(Events, _ => null, indented: true).Span);

    /// <summary>Runs present code through the history and says whether it makes the same decisions.</summary>
    /// <exception cref="ArgumentException">The history has no beginning, or its orchestrator is not among the functions.</exception>
    public ReplayVerdict Replay(FunctionRegistry functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        var started = Started;
        var orchestrator = functions.FindOrchestrator(started.Name)
            ?? throw new ArgumentException($"The history is of '{started.Name}', which is not among the known orchestrators: {KnownFunctions.List(functions.Orchestrators)}.");
        if (!Events.Any(item => item is OrchestratorStartedEvent))
        {
            // Nothing has been decided yet.
            return ReplayVerdict.Same;
        }

        var settings = new ExecutionSettings(NullLoggerFactory.Instance, DefaultVersion: null, MaxPayloadLength: int.MaxValue, MaxCustomStatusLength: int.MaxValue);
        return Replay(orchestrator, settings);
    }

    /// <summary>Runs an orchestrator through the history and says whether it makes the same decisions.</summary>
    internal ReplayVerdict Replay(OrchestratorInvoker orchestrator, ExecutionSettings settings)
    {
        var execution = new OrchestrationExecution(Started, orchestrator, settings, onEscape: () => { });
        try
        {
            execution.Replay(Events);
            return ReplayVerdict.Same;
        }
        catch (NonDeterministicOrchestrationException e)
        {
            return new(e.Recorded, e.Replayed, e.Position, e.Message);
        }
    }

    ExecutionStartedEvent Started => Events.OfType<ExecutionStartedEvent>().FirstOrDefault() ?? throw new ArgumentException("The history does not say what was started.");
}
