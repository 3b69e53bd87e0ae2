namespace Aidp.Embedded.Dispatch;

/// <summary>The orchestrators and activities that an engine can run, by name without regard to case.</summary>
public sealed class FunctionRegistry
{
    readonly Dictionary<string, OrchestratorInvoker> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, ActivityInvoker> _activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the orchestrators.</summary>
    public IReadOnlyCollection<string> Orchestrators => _orchestrators.Keys;

    /// <summary>The names of the activities.</summary>
    public IReadOnlyCollection<string> Activities => _activities.Keys;

    /// <summary>Adds an orchestrator.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public FunctionRegistry AddOrchestrator(string name, OrchestratorInvoker invoker)
    {
        Add(_orchestrators, name, invoker);
        return this;
    }

    /// <summary>Adds an activity.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public FunctionRegistry AddActivity(string name, ActivityInvoker invoker)
    {
        Add(_activities, name, invoker);
        return this;
    }

    internal OrchestratorInvoker? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    internal ActivityInvoker? FindActivity(string name) => _activities.GetValueOrDefault(name);

    static void Add<T>(Dictionary<string, T> invokers, string name, T invoker)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!invokers.TryAdd(name, invoker))
        {
            throw new ArgumentException($"Two functions are called '{name}': rename one of them.", nameof(name));
        }
    }
}
