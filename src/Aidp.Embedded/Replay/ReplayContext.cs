using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Replay;

/// <summary>The context of one execution: it turns calls into decisions and answers into ended tasks.</summary>
sealed partial class ReplayContext(ExecutionStartedEvent started, OrchestratorLoop loop, ExecutionSettings settings) : TaskOrchestrationContext
{
    readonly DataConverter _converter = JsonDataConverter.Instance;
    DateTime _now;
    int _nextId;
    int _guids;

    public override TaskName Name => started.Name;

    public override string InstanceId => started.InstanceId;

    public override ParentOrchestrationInstance? Parent => started.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime
    {
        get
        {
            loop.ThrowIfOutside();
            return _now;
        }
    }

    public override bool IsReplaying => Replaying;

    // Null for an instance without a version, as on the real host, whatever the annotation says.
    public override string Version => started.Version!;

    /// <summary>The present time, for the engine, which may ask outside a turn.</summary>
    internal DateTime Now => _now;

    /// <summary>Whether the events being applied are old ones.</summary>
    internal bool Replaying { get; set; }

    /// <summary>The next generation's input, version and events, once the orchestrator has asked for it.</summary>
    internal ContinueAsNewOptions? Next { get; private set; }

    /// <summary>The custom status as text.</summary>
    internal string? CustomStatus { get; private set; }

    protected override ILoggerFactory LoggerFactory => settings.Loggers;

    public override T? GetInput<T>()
        where T : default => _converter.Deserialize<T>(started.Input);

    public override void SetCustomStatus(object? customStatus)
    {
        loop.ThrowIfOutside();
        var text = _converter.Serialize(customStatus);
        if (text?.Length > settings.MaxCustomStatusLength)
        {
            throw new ArgumentException(
                $"The custom status has {text.Length} characters, and {settings.MaxCustomStatusLength} are allowed. Keep texts in artifacts, and references and counts in the status.", nameof(customStatus));
        }

        CustomStatus = text;
    }

    public override Guid NewGuid()
    {
        loop.ThrowIfOutside();
        return DeterministicGuid.Create(InstanceId, _now, _guids++);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        loop.ThrowIfOutside();
        Next = options;
    }

    /// <summary>Sets the present time, at the beginning of a turn.</summary>
    internal void BeginTurn(DateTime now) => _now = now;

    /// <summary>The number of the next decision.</summary>
    internal int TakeId() => _nextId++;

    /// <summary>The text of a value.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    internal string? Serialize(object? value, string what)
    {
        var text = _converter.Serialize(value);
        return text is null || text.Length <= settings.MaxPayloadLength
            ? text
            : throw new ArgumentException($"{what} has {text.Length} characters, and {settings.MaxPayloadLength} are allowed. Store large data elsewhere and pass a reference.");
    }
}
