using System.Text.Json;
using Aidp.Orchestrations.WorkLoop;
using Moq;

namespace Aidp.Orchestrations.Tests.Driving;

/// <summary>Drives one orchestrator on a mocked context in virtual time, one event after the other, on the calling thread.</summary>
sealed class ScriptedHost
{
    const int MostEvents = 20_000;

    readonly Mock<TaskOrchestrationContext> _context = new(MockBehavior.Strict);
    readonly Queue<(string What, Action Deliver)> _events = new();
    readonly Queue<Action> _calls = new();
    readonly List<(DateTime At, TaskCompletionSource Timer)> _timers = [];
    readonly Dictionary<string, Stack<TaskCompletionSource<JsonElement?>>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, Queue<JsonElement?>> _buffered = new(StringComparer.OrdinalIgnoreCase);
    readonly List<(Func<LoopStatus, bool> Condition, Action Action)> _hooks = [];
    readonly Func<string, object?, object?> _answer;
    int _guids;

    public ScriptedHost(string instance, Func<string, object?, object?> answer)
    {
        _answer = answer;
        _context.Setup(context => context.InstanceId).Returns(instance);
        _context.Setup(context => context.CurrentUtcDateTime).Returns(() => Now);
        _context.Setup(context => context.NewGuid()).Returns(() => new(++_guids, 0, 0, new byte[8]));
        _context.Setup(context => context.SetCustomStatus(It.IsAny<object?>())).Callback<object?>(Show);
        _context.Setup(context => context.CreateTimer(It.IsAny<DateTime>(), It.IsAny<CancellationToken>())).Returns<DateTime, CancellationToken>(CreateTimer);
        _context.Setup(context => context.WaitForExternalEvent<JsonElement?>(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns<string, CancellationToken>((name, _) => Wait(name));
        _context.Setup(context => context.CallActivityAsync<It.IsAnyType>(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(new InvocationFunc(Call));
        _context.Setup(context => context.CallSubOrchestratorAsync<It.IsAnyType>(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(new InvocationFunc(Call));
    }

    public DateTime Now { get; private set; } = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Every call of an activity or a child, in order.</summary>
    public List<(string Name, object? Input, TaskOptions? Options)> Calls { get; } = [];

    /// <summary>Every status that was shown.</summary>
    public List<LoopStatus> Statuses { get; } = [];

    /// <summary>The last status as the host would store it.</summary>
    public string? StoredStatus { get; private set; }

    /// <summary>How many events the history would hold: calls, their ends, timers and signals.</summary>
    public int HistoryLength { get; private set; }

    /// <summary>Sets the orchestrator's input.</summary>
    public ScriptedHost HasInput<T>(T input)
    {
        _context.Setup(context => context.GetInput<T>()).Returns(() => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(input)));
        return this;
    }

    public IEnumerable<T> Inputs<T>() => Calls.Select(call => call.Input).OfType<T>();

    public void TakeTime(TimeSpan time) => Now += time;

    /// <summary>Does something once, when a status is shown for the first time that meets a condition.</summary>
    public ScriptedHost When(Func<LoopStatus, bool> condition, Action action)
    {
        _hooks.Add((condition, action));
        return this;
    }

    /// <summary>Raises an event, before anything else happens.</summary>
    public ScriptedHost Raise(string name, object? payload = null)
    {
        JsonElement? element = payload is null ? null : JsonSerializer.SerializeToElement(payload);
        HistoryLength++;
        if (_waiters.TryGetValue(name, out var waiters) && waiters.TryPop(out var waiter))
        {
            waiter.SetResult(element);
        }
        else
        {
            _buffered.TryAdd(name, new());
            _buffered[name].Enqueue(element);
        }

        return this;
    }

    /// <summary>Sends an event to arrive before the running step ends.</summary>
    public void Send(string name, object? payload = null) => _events.Enqueue((name, () => Raise(name, payload)));

    /// <summary>Runs until the orchestrator ends.</summary>
    public Task<T> RunAsync<T>(Func<TaskOrchestrationContext, Task<T>> orchestrator) => RunUntil(orchestrator, static () => false);

    /// <summary>Runs until the orchestrator ends or a condition holds.</summary>
    public Task<T> RunUntil<T>(Func<TaskOrchestrationContext, Task<T>> orchestrator, Func<bool> condition)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = orchestrator(_context.Object);
            Continue(task, condition);
            return task;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    void Continue(Task task, Func<bool> condition)
    {
        for (var count = 0; !task.IsCompleted && !condition(); count++)
        {
            Assert.True(count < MostEvents, "The orchestrator does not end.");
            Assert.True(Next(), $"The orchestrator waits for ever: {Statuses.LastOrDefault()?.Why}");
        }
    }

    bool Next()
    {
        if (_events.TryDequeue(out var next))
        {
            next.Deliver();
            return true;
        }

        if (_calls.TryDequeue(out var call))
        {
            HistoryLength++;
            call();
            return true;
        }

        var timers = _timers.Where(timer => !timer.Timer.Task.IsCompleted).OrderBy(timer => timer.At).ToList();
        if (timers.Count == 0)
        {
            return false;
        }

        Now = timers[0].At > Now ? timers[0].At : Now;
        HistoryLength++;
        timers[0].Timer.SetResult();
        return true;
    }

    object Call(IInvocation invocation)
    {
        var type = invocation.Method.GetGenericArguments()[0];
        var name = Assert.IsType<TaskName>(invocation.Arguments[0]).Name;
        var method = typeof(ScriptedHost).GetMethod(nameof(Answer), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        return method.MakeGenericMethod(type).Invoke(this, [name, invocation.Arguments[1], invocation.Arguments[2]])!;
    }

    Task<T> Answer<T>(string name, object? input, TaskOptions? options)
    {
        HistoryLength++;
        Calls.Add((name, input, options));
        var result = new TaskCompletionSource<T>();
        _calls.Enqueue(() =>
        {
            object? answer;
            try
            {
                answer = _answer(name, input);
            }
            catch (InvalidOperationException failure)
            {
                result.SetException(new TaskFailedException(name, Calls.Count, failure));
                return;
            }

            // As a host would carry it.
            result.SetResult(answer is null ? default! : JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(answer, answer.GetType()))!);
        });
        return result.Task;
    }

    Task CreateTimer(DateTime at, CancellationToken cancellation)
    {
        var timer = new TaskCompletionSource();
        HistoryLength++;
        _timers.Add((at, timer));
        cancellation.Register(() => timer.TrySetCanceled(cancellation));
        return timer.Task;
    }

    Task<JsonElement?> Wait(string name)
    {
        if (_buffered.TryGetValue(name, out var buffered) && buffered.TryDequeue(out var payload))
        {
            return Task.FromResult(payload);
        }

        var waiter = new TaskCompletionSource<JsonElement?>();
        _waiters.TryAdd(name, new());
        _waiters[name].Push(waiter);
        Assert.Single(_waiters[name]);
        return waiter.Task;
    }

    void Show(object? status)
    {
        StoredStatus = JsonSerializer.Serialize(status);
        if (status is not LoopStatus shown)
        {
            return;
        }

        Statuses.Add(shown);
        foreach (var hook in _hooks.Where(hook => hook.Condition(shown)).ToList())
        {
            _hooks.Remove(hook);
            _events.Enqueue(("hook", hook.Action));
        }
    }
}
