namespace Aidp.Orchestrations.Control;

/// <summary>The payload of <see cref="SignalNames.Pause"/>, <see cref="SignalNames.Resume"/> and <see cref="SignalNames.Cancel"/>; every part may be left out.</summary>
public sealed record ControlSignal
{
    /// <summary>Chosen by the sender to find its signal in <see cref="WorkLoop.LoopStatus.Signals"/>; at most 40 characters are kept.</summary>
    public string? Id { get; init; }

    /// <summary>Who sent it; at most 60 characters are kept.</summary>
    public string? Author { get; init; }
}
