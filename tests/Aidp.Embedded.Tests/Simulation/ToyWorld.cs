using System.Text.Json;
using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>The input of the activities.</summary>
/// <param name="Run">Which execution calls.</param>
/// <param name="Path">Which of its steps.</param>
/// <param name="Word">A word to return, or what tells incarnations apart.</param>
/// <param name="Failures">How often it fails before it succeeds.</param>
sealed record ToyCall(string Run, string Path, string Word, int Failures = 0);

/// <summary>What is outside the engine: activities, which end when the simulation lets them, and the names of the events that are awaited.</summary>
sealed class ToyWorld
{
    public const string Echo = "Echo";

    public const string Fail = "Fail";

    public const string Count = "Count";

    public const string SharedEvent = "shared";

    public const string LimitedEvent = "limited";

    readonly Dictionary<string, List<string>> _seen = new(StringComparer.Ordinal);
    readonly Dictionary<string, SortedSet<string>> _expected = new(StringComparer.Ordinal);
    readonly Dictionary<(string Run, string Path, string Word, int Task), (long Fence, int Attempt)> _started = [];
    readonly List<ToyActivity> _running = [];

    public ToyWorld() => Functions
        .AddActivity(Echo, (call, cancellation) => RunAsync(call, input => input.Word + "!", cancellation))
        .AddActivity(Fail, (call, cancellation) => RunAsync(
            call,
            input => Turn(input, $"{call.TaskId}") is var turn && turn > input.Failures ? turn : throw new InvalidOperationException($"failure {turn}"),
            cancellation))
        .AddActivity(Count, (call, cancellation) => RunAsync(call, input => Turn(input with { Word = string.Empty }, input.Word), cancellation));

    /// <summary>All functions.</summary>
    public FunctionRegistry Functions { get; } = new();

    /// <summary>The activities that run, of all engines.</summary>
    public IReadOnlyList<ToyActivity> Running => _running;

    /// <summary>The activities that run in one engine.</summary>
    public IReadOnlyList<ToyActivity> RunningIn(long fence) => _running.FindAll(activity => activity.Call.Fence == fence);

    /// <summary>What activities saw that must not happen.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Notes the name of an event that an orchestrator waits for.</summary>
    public string Expect(string instanceId, string name)
    {
        (_expected.TryGetValue(instanceId, out var names) ? names : _expected[instanceId] = new(StringComparer.Ordinal)).Add(name);
        return name;
    }

    /// <summary>The names of the events that an instance has ever waited for, but for those that its children send.</summary>
    public IReadOnlyCollection<string> ExpectedBy(string instanceId) => _expected.TryGetValue(instanceId, out var names) ? names : [];

    /// <summary>Lets an activity end.</summary>
    public void End(ToyActivity activity)
    {
        _running.Remove(activity);
        activity.End.TrySetResult();
    }

    /// <summary>Forgets what ran in an engine that has ended.</summary>
    public void Forget(long fence) => _running.RemoveAll(activity => activity.Call.Fence == fence);

    async Task<string?> RunAsync(ActivityInvocation call, Func<ToyCall, object> work, CancellationToken cancellation)
    {
        var input = JsonSerializer.Deserialize<ToyCall>(call.Input!)!;
        CheckAttempt(call, input);
        var running = new ToyActivity(call);
        _running.Add(running);
        await running.End.Task;
        if (running.ObeysCancellation)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return JsonSerializer.Serialize(work(input));
    }

    /// <summary>The same call runs again only in another engine, and then counts as a later attempt.</summary>
    void CheckAttempt(ActivityInvocation call, ToyCall input)
    {
        var key = (input.Run, input.Path, input.Word, call.TaskId);
        if (_started.TryGetValue(key, out var before) && (call.Fence == before.Fence || (call.Fence > before.Fence) != (call.Attempt > before.Attempt)))
        {
            Violations.Add($"{call.Name} {key} of '{call.InstanceId}' was started as attempt {before.Attempt} by engine {before.Fence} and as attempt {call.Attempt} by engine {call.Fence}");
        }

        if (before.Fence < call.Fence)
        {
            _started[key] = (call.Fence, call.Attempt);
        }
    }

    /// <summary>The number of an attempt among the different ones, from 1: one that an engine lost and repeats has the same number.</summary>
    int Turn(ToyCall input, string attempt)
    {
        var key = $"{input.Run} {input.Path}";
        var attempts = _seen.TryGetValue(key, out var seen) ? seen : _seen[key] = [];
        if (!attempts.Contains(attempt))
        {
            attempts.Add(attempt);
        }

        return attempts.IndexOf(attempt) + 1;
    }
}
