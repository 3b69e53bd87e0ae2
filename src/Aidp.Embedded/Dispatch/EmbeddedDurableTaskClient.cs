using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Functions;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

/// <summary>The client of an engine in the same process.</summary>
sealed partial class EmbeddedDurableTaskClient(DurableEngine engine) : DurableTaskClient("embedded")
{
    /// <summary>Room for messages that are no events: an instance that takes no more events can still be resumed or terminated.</summary>
    const int ReservedMessages = 100;

    static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];
    static readonly DataConverter Converter = JsonDataConverter.Instance;

    /// <summary>Makes the addresses of an instance; set by a host that answers HTTP.</summary>
    internal Func<string, HttpManagementPayload>? ManagementPayload { get; set; }

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        cancellation.ThrowIfCancellationRequested();
        var started = new ExecutionStartedEvent(-1, Serialize(input, "The input"))
        {
            Name = orchestratorName.Name,
            Version = options?.Version is { } version ? version.Version : engine.Options.DefaultVersion,
            InstanceId = InstanceIds.Check(options?.InstanceId ?? Guid.NewGuid().ToString("N")),
            ExecutionId = Guid.NewGuid().ToString("N"),
            Tags = options?.Tags is { Count: > 0 } tags ? tags.ToDictionary() : null,
            ScheduledStartTime = options?.StartAt?.UtcDateTime,
            Timestamp = engine.Parts.Now,
        };
        await StartAsync(started, Dedupe(options?.DedupeStatuses ?? []));
        return started.InstanceId;
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        using var span = Traces.SendEvent(eventName, instanceId);
        await SendAsync(instanceId, new EventRaisedEvent(-1, Serialize(eventPayload, "The payload")) { Name = eventName }, cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionSuspendedEvent(-1, Checked(reason, "The reason")), cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionResumedEvent(-1, Checked(reason, "The reason")), cancellation);

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionTerminatedEvent(-1, Serialize(options?.Output, "The output")) { Recursive = options?.Recursive ?? false }, cancellation);

    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var old = engine.Parts.Store.View(instanceId) ?? throw new InstanceNotFoundException(instanceId);
        var started = new ExecutionStartedEvent(-1, old.Started!.Input)
        {
            Name = old.Row.Name,
            Version = old.Row.Version,
            InstanceId = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId,
            ExecutionId = Guid.NewGuid().ToString("N"),
            Tags = old.Started.Tags,
            Timestamp = engine.Parts.Now,
        };
        await StartAsync(started, []);
        return started.InstanceId;
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var result = await engine.Parts.Commits.WriteAsync(new PurgeWrite(instanceId, options?.Recursive ?? false));
        return result.Verdict == WriteVerdict.Refused
            ? throw new InstanceStateException(instanceId, result.Status, $"The orchestration '{instanceId}' is {result.Status} and cannot be purged: terminate it first.")
            : new PurgeResult(result.Count);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The states of an existing instance that forbid a new one; an unfinished one always does, whereas current clients of other hosts replace it.</summary>
    /// <exception cref="ArgumentException">Other clients would terminate an unfinished instance and then refuse for having been terminated.</exception>
    static OrchestrationRuntimeStatus[] Dedupe(IEnumerable<string> statuses)
    {
        OrchestrationRuntimeStatus[] forbidden = [.. statuses.Select(Enum.Parse<OrchestrationRuntimeStatus>)];
        return forbidden.Contains(OrchestrationRuntimeStatus.Terminated) && Unfinished.Except(forbidden).Any()
            ? throw new ArgumentException($"Dedupe statuses with {OrchestrationRuntimeStatus.Terminated} must have {string.Join(", ", Unfinished)} as well: other hosts terminate an instance in a state that is not among them.")
            : forbidden;
    }

    async Task StartAsync(ExecutionStartedEvent started, OrchestrationRuntimeStatus[] forbidden)
    {
        using var span = Traces.Create(started);
        var result = await engine.Parts.Commits.WriteAsync(new StartWrite(started, forbidden));
        if (result.Verdict == WriteVerdict.Refused)
        {
            throw new InstanceStateException(started.InstanceId, result.Status, $"An orchestration with the id '{started.InstanceId}' already exists and is {result.Status}.");
        }
    }

    async Task SendAsync(string instanceId, HistoryEvent message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var parts = engine.Parts;
        message.Timestamp = parts.Now;
        var limit = engine.Options.MaxPendingMessages + (message is EventRaisedEvent ? 0 : ReservedMessages);
        var result = await parts.Commits.WriteAsync(new MessageWrite(instanceId, message, limit));
        if (result.Verdict != WriteVerdict.Done)
        {
            throw Refusal(instanceId, result);
        }
    }

    Exception Refusal(string instanceId, WriteResult result) => result.Verdict switch
    {
        WriteVerdict.NotFound => new InstanceNotFoundException(instanceId),
        WriteVerdict.Refused => new InstanceStateException(instanceId, result.Status, $"The orchestration '{instanceId}' is {result.Status} and takes no more messages."),
        _ => new InstanceStateException(instanceId, result.Status, $"The orchestration '{instanceId}' has {engine.Options.MaxPendingMessages} messages waiting, or received and never waited for, and takes no more. Let it work them off, or resume it if it is suspended."),
    };

    string? Serialize(object? value, string what) => Checked(Converter.Serialize(value), what);

    string? Checked(string? text, string what) => text is null || text.Length <= engine.Options.MaxPayloadLength
        ? text
        : throw new ArgumentException($"{what} has {text.Length} characters, and {engine.Options.MaxPayloadLength} are allowed. Store large data elsewhere and pass a reference.");
}
