using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Dispatch;

/// <summary>What an instance needs of its engine.</summary>
sealed class EngineParts
{
    long _steps;

    /// <summary>The orchestrators.</summary>
    public required FunctionRegistry Functions { get; init; }

    /// <summary>The options.</summary>
    public required EmbeddedEngineOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The store, to read.</summary>
    public required OrchestrationStore Store { get; init; }

    /// <summary>The store, to write.</summary>
    public required CommitQueue Commits { get; init; }

    /// <summary>Who verifies the store; null in a simulation.</summary>
    public required StoreWatch? Watch { get; init; }

    /// <summary>The activities.</summary>
    public required ActivityPool Activities { get; init; }

    /// <summary>The timers.</summary>
    public required TimerQueue Timers { get; init; }

    /// <summary>Who waits for a state.</summary>
    public required Watchers Watchers { get; init; }

    /// <summary>What orchestrators' contexts need.</summary>
    public required ExecutionSettings Settings { get; init; }

    /// <summary>Limits the turns taken at once.</summary>
    public required SemaphoreSlim Turns { get; init; }

    /// <summary>The instances that this program cannot go on with, by their numbers, and why.</summary>
    public required IReadOnlyDictionary<long, string> Held { get; init; }

    /// <summary>Where the engine logs.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Gives an instance a reason to take a step.</summary>
    public required Action<string, Signal> Post { get; init; }

    /// <summary>Told of an instance that has nothing to do.</summary>
    public required Action<LiveInstance, bool> Park { get; init; }

    /// <summary>Stops the engine because of an error.</summary>
    public required Action<Exception> Fail { get; init; }

    /// <summary>The present time.</summary>
    public DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>Counts a step.</summary>
    public long CountStep() => Interlocked.Increment(ref _steps);
}
