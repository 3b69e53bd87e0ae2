namespace Aidp.Embedded.Dispatch;

/// <summary>How long an orchestration stays in memory between its events.</summary>
public enum Eviction
{
    /// <summary>As long as there is room: a step continues where the last one stopped.</summary>
    WhenIdle,

    /// <summary>Never: every step is a replay, which finds orchestrators that are not deterministic.</summary>
    AtEveryAwait,
}
