namespace Aidp.Embedded.Dispatch;

/// <summary>How an engine keeps and runs orchestrations.</summary>
public sealed class EmbeddedEngineOptions
{
    /// <summary>The file of the store; null keeps everything in memory and loses it with the process.</summary>
    public string? StorePath { get; set; }

    /// <summary>What an acknowledged step has survived; a power cut by default.</summary>
    public Durability Durability { get; set; } = Durability.Full;

    /// <summary>How long an orchestration stays in memory; as long as there is room by default.</summary>
    public Eviction Eviction { get; set; } = Eviction.WhenIdle;

    /// <summary>The most orchestrations kept in memory between their events; 2,000 by default.</summary>
    public int MaxLiveOrchestrations { get; set; } = 2_000;

    /// <summary>The most activities that run at once; 10 for each processor by default.</summary>
    public int MaxConcurrentActivities { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>The most orchestrators that take a turn at once; 10 for each processor by default.</summary>
    public int MaxConcurrentOrchestrators { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>The longest input, output or event payload in characters; 16 Mi by default.</summary>
    public int MaxPayloadLength { get; set; } = 16 * 1024 * 1024;

    /// <summary>The longest custom status in characters; 8,192 by default, 16 KB of UTF-16 as on the real host.</summary>
    public int MaxCustomStatusLength { get; set; } = 8 * 1024;

    /// <summary>The length in characters from which a payload is stored apart from the history; 16 Ki by default.</summary>
    public int LargePayloadLength { get; set; } = 16 * 1024;

    /// <summary>The most events in the history of one execution, after which it fails; 100,000 by default.</summary>
    public int MaxHistoryEvents { get; set; } = 100_000;

    /// <summary>The largest history of one execution with its long texts, in bytes, after which it fails; 64 Mi by default.</summary>
    public long MaxHistoryBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most messages that may wait for one instance, together with the events that it has received and not waited for; 10,000 by default.</summary>
    public int MaxPendingMessages { get; set; } = 10_000;

    /// <summary>How long a stop waits for running activities before it cancels them; 5 seconds by default.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop waits for cancelled activities before it abandons them; 5 seconds by default.</summary>
    public TimeSpan AbandonTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The program that the functions belong to, in words; before it takes a store over from another one, unfinished orchestrations are replayed dry. Null: they are not.</summary>
    public string? Program { get; set; }

    /// <summary>The version of orchestrations that are started without one; null by default.</summary>
    public string? DefaultVersion { get; set; }

    /// <summary>Which versions this host runs; its own and older ones by default, and nothing else is supported.</summary>
    public string VersionMatchStrategy { get; set; } = "CurrentOrOlder";

    /// <summary>What happens to an instance of a newer version: <c>Reject</c> leaves it for a newer host (the default), <c>Fail</c> ends it.</summary>
    public string VersionFailureStrategy { get; set; } = "Reject";

    /// <summary>Told before and after each commit; what it throws is taken for a failure of the store. For fault injection.</summary>
    internal Action<string>? Boundary { get; set; }

    /// <summary>Refuses values that make no sense or are not supported.</summary>
    /// <exception cref="ArgumentException">One is such a value.</exception>
    internal void Validate()
    {
        if (VersionMatchStrategy != "CurrentOrOlder")
        {
            throw new ArgumentException($"The version match strategy '{VersionMatchStrategy}' is not supported by the embedded host. Set it to 'CurrentOrOlder'.");
        }

        if (VersionFailureStrategy is not ("Reject" or "Fail"))
        {
            throw new ArgumentException($"The version failure strategy '{VersionFailureStrategy}' is not known. Set it to 'Reject' or 'Fail'.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentOrchestrators, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLiveOrchestrations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPayloadLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LargePayloadLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHistoryEvents, 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHistoryBytes, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingMessages, 1);
    }
}
