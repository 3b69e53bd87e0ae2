using System.Text.Json;
using Aidp.Embedded.Dispatch;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Orchestrations.Tests.Driving;

/// <summary>A run on the real engine, in memory and in virtual time, evicted at every await so that every step is a replay.</summary>
sealed class EngineDrive : IAsyncDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    static readonly Dictionary<string, Type> _inputs = new()
    {
        [FunctionNames.CreateWorktree] = typeof(CreateWorktreeInput),
        [FunctionNames.ExecuteAgent] = typeof(ExecuteAgentInput),
        [FunctionNames.RunTests] = typeof(RunCheckInput),
        [FunctionNames.RunLinter] = typeof(RunCheckInput),
        [FunctionNames.CommitChanges] = typeof(CommitChangesInput),
        [FunctionNames.EnforceGuard] = typeof(EnforceGuardInput),
        [FunctionNames.DiagnoseFailure] = typeof(DiagnoseFailureInput),
        [FunctionNames.CollectMetrics] = typeof(CollectMetricsInput),
        [FunctionNames.PublishBranch] = typeof(PublishBranchInput),
        [FunctionNames.RemoveWorktree] = typeof(RemoveWorktreeInput),
    };

    readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    readonly FakeWorld _world;
    readonly DurableEngine _engine;

    public EngineDrive(FakeWorld world)
    {
        _world = world;
        _engine = new(Functions(), new() { StorePath = null, Eviction = Eviction.AtEveryAwait }, _time, NullLoggerFactory.Instance);
    }

    public DurableTaskClient Client => _engine.Client;

    public static string Loop => RunIds.LoopOf("r1");

    /// <summary>What a step does before its ordinary answer.</summary>
    public Func<string, object?, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>The orchestrators, as the engine calls them.</summary>
    public static FunctionRegistry Orchestrators() => new FunctionRegistry()
        .AddOrchestrator(FunctionNames.AidpOrchestrator, static async context => await new AidpOrchestration().RunAsync(context))
        .AddOrchestrator(FunctionNames.WorkLoop, static async context => await new WorkLoopOrchestration().RunAsync(context));

    public async Task<RunResult> RunAsync(RunRequest? request = null)
    {
        await StartAsync(request);
        return await EndAsync();
    }

    public async Task StartAsync(RunRequest? request = null)
    {
        await _engine.StartAsync(TestContext.Current.CancellationToken);
        await Client.ScheduleNewOrchestrationInstanceAsync(FunctionNames.AidpOrchestrator, request ?? Requests.Simple, new StartOrchestrationOptions("r1"), TestContext.Current.CancellationToken);
    }

    public async Task<RunResult> EndAsync()
    {
        var end = Client.WaitForInstanceCompletionAsync("r1", getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        await UntilAsync(() => Task.FromResult(end.IsCompleted), () => _time.Advance(TimeSpan.FromMinutes(1)));
        return (await end).ReadOutputAs<RunResult>()!;
    }

    /// <summary>Waits until the loop's status meets a condition.</summary>
    public Task UntilAsync(Func<LoopStatus, bool> condition) => UntilAsync(async () => await StatusAsync() is { } status && condition(status), static () => { });

    public async Task<LoopStatus?> StatusAsync() =>
        (await Client.GetInstanceAsync(Loop, getInputsAndOutputs: true, TestContext.Current.CancellationToken))?.ReadCustomStatusAs<LoopStatus>();

    /// <summary>Lets virtual time pass, and the engine do what it does then.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(30))
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        // What a timer had woken would be answered before this.
        await StatusAsync();
    }

    public Task RaiseAsync(string name, object? payload = null) => Client.RaiseEventAsync(Loop, name, payload, TestContext.Current.CancellationToken);

    /// <summary>Watches as a running agent does, and ends itself when its run is cancelled.</summary>
    public async Task UntilCancelledAsync()
    {
        await UntilAsync(async () => (await Client.GetInstanceAsync(Loop, getInputsAndOutputs: true, TestContext.Current.CancellationToken))!.ReadCustomStatusAs<CancellationFlag>()!.Cancelling, static () => { });
        _world.IsCancelled = static () => true;
    }

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    static async Task UntilAsync(Func<Task<bool>> condition, Action meanwhile)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(_patience);
        while (!await condition())
        {
            meanwhile();
            await Task.Delay(5, patience.Token);
        }
    }

    FunctionRegistry Functions()
    {
        var functions = Orchestrators();
        foreach (var (name, type) in _inputs)
        {
            functions.AddActivity(name, async (call, _) =>
            {
                var input = JsonSerializer.Deserialize(call.Input!, type);
                await Before(name, input);
                return _world.Answer(name, input) is { } answer ? JsonSerializer.Serialize(answer, answer.GetType()) : null;
            });
        }

        return functions;
    }
}
