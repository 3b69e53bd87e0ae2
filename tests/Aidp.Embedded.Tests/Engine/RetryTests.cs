using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

public sealed class RetryTests
{
    [Theory]
    [CombinatorialStores]
    public async Task RetryPolicy_FourAttempts_MakesFourCallsInAll(StoreKind store, Eviction eviction)
    {
        var (time, calls) = (FakeClock.New(), 0);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Thrower", TaskOptions.FromRetryPolicy(new RetryPolicy(4, TimeSpan.FromSeconds(1), 2))))
            .Activity<int, int>("Thrower", _ => throw new InvalidOperationException($"{Interlocked.Increment(ref calls)}")), time);

        var end = await time.UntilAsync(engine.RunAsync("Caller"));

        Assert.Equal(4, calls);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Theory]
    [CombinatorialStores]
    public async Task RetryPolicy_SecondAttemptSucceeds_ReturnsItsResult(StoreKind store, Eviction eviction)
    {
        var (time, calls) = (FakeClock.New(), 0);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Flaky", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1), retryTimeout: TimeSpan.MaxValue))))
            .Activity<int, int>("Flaky", _ => Interlocked.Increment(ref calls) is var call and > 1 ? call : throw new InvalidOperationException("first")), time);

        Assert.Equal(2, (await time.UntilAsync(engine.RunAsync("Caller"))).ReadOutputAs<int>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task RetryPolicy_FailureNotHandled_IsNotRetried(StoreKind store, Eviction eviction)
    {
        var calls = 0;
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context =>
                await context.CallActivityAsync<int>("Thrower", TaskOptions.FromRetryPolicy(new RetryPolicy(4, TimeSpan.FromSeconds(1)) { HandleFailure = failure => !failure.IsCausedBy<ArgumentException>() })))
            .Activity<int, int>("Thrower", _ => Interlocked.Increment(ref calls) > 0 ? throw new ArgumentOutOfRangeException(nameof(store)) : 0));

        await engine.RunAsync("Caller");

        Assert.Equal(1, calls);
    }

    [Theory]
    [CombinatorialStores]
    public async Task RetryHandler_Asked_SeesEachFailureAndDecides(StoreKind store, Eviction eviction)
    {
        var calls = 0;
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>(
                "Thrower",
                TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 3 && retry.LastFailure.ErrorMessage.StartsWith("boom", StringComparison.Ordinal))))
            .Activity<int, int>("Thrower", _ => throw new InvalidOperationException($"boom {Interlocked.Increment(ref calls)}")));

        var end = await engine.RunAsync("Caller");

        Assert.Equal(3, calls);
        Assert.Contains("boom 3", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialStores]
    public async Task RetryPolicy_OfASubOrchestration_StartsItAgainUnderTheSameId(StoreKind store, Eviction eviction)
    {
        var (time, calls) = (FakeClock.New(), 0);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(new RetryPolicy(3, TimeSpan.FromSeconds(1)), "the-child")))
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Flaky") > 0 ? context.InstanceId : throw new InvalidOperationException("once more"))
            .Activity<int, int>("Flaky", _ => Interlocked.Increment(ref calls) - 1), time);

        Assert.Equal("the-child", (await time.UntilAsync(engine.RunAsync("Parent"))).ReadOutputAs<string>());
        Assert.Equal(2, calls);
    }
}
