using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

sealed partial class ReplayContext
{
    /// <summary>The external events of this execution.</summary>
    internal EventWaiters Events { get; } = new(JsonDataConverter.Instance);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        loop.ThrowIfOutside();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        loop.ThrowIfOutside();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        _decisions.Add(new EventSentEvent(TakeId()) { InstanceId = instanceId, Name = eventName, Input = Serialize(payload, $"The payload of event '{eventName}'"), Timestamp = _now });
    }
}
