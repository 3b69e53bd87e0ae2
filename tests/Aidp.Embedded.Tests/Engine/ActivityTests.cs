using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

public sealed class ActivityTests
{
    [Theory]
    [CombinatorialStores]
    public async Task Failure_WithAHundredCauses_IsKeptByItsFirstAndItsLast(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Uncaught", async context => await context.CallActivityAsync<int>("Deep"))
            .Orchestrator("Caught", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<int>("Deep");
                }
                catch (TaskFailedException e)
                {
                    await context.WaitForExternalEvent<string>("go on");
                    return e.FailureDetails.ErrorMessage;
                }
            })
            .Activity<int, int>("Deep", _ => throw Enumerable.Range(1, 100).Aggregate(new InvalidOperationException("cause 0"), (inner, level) => new InvalidOperationException($"cause {level}", inner))));
        var caught = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caught", TestContext.Current.CancellationToken);
        await engine.UntilAsync(caught, history => history.Exists(item => item is DurableTask.History.TaskFailedEvent));

        var uncaught = await engine.RunAsync("Uncaught");
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(caught, "go on", "now", TestContext.Current.CancellationToken);

        Assert.Equal("cause 100", (await engine.EndAsync(caught)).ReadOutputAs<string>());
        var chain = new List<TaskFailureDetails>();
        for (var part = uncaught.FailureDetails; part is not null; part = part.InnerFailure)
        {
            chain.Add(part);
        }

        Assert.InRange(chain.Count, 10, 20);
        Assert.Equal("cause 100", chain[1].ErrorMessage);
        Assert.Equal("cause 0", chain[^1].ErrorMessage);
    }

    [Theory]
    [CombinatorialStores]
    public async Task EmptyOrchestration_Started_Completes(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Empty", _ => Task.FromResult<object?>(null)));

        var end = await engine.RunAsync("Empty");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Null(end.SerializedOutput);
    }

    [Theory]
    [CombinatorialStores]
    public async Task ActivityChain_TenCalls_AreMadeInOrder(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Chain", async context =>
            {
                var value = 0;
                for (var i = 0; i < 10; i++)
                {
                    value = await context.CallActivityAsync<int>("PlusOne", value);
                }

                return value;
            })
            .Activity<int, int>("PlusOne", value => value + 1));

        var end = await engine.RunAsync("Chain");

        Assert.Equal(10, end.ReadOutputAs<int>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task ActivityFanOut_TenCalls_AllCount(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("FanOut", async context =>
            {
                var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => context.CallActivityAsync<string>("ToText", i)));
                return string.Concat(results.Order().Reverse());
            })
            .Activity<int, string>("ToText", value => $"{value}"));

        Assert.Equal("9876543210", (await engine.RunAsync("FanOut")).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task ThrowingActivity_NotCaught_FailsTheOrchestrationWithBothMessages(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Thrower"))
            .Activity<int, int>("Thrower", _ => throw new InvalidOperationException("act boom")));

        var end = await engine.RunAsync("Caller");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal($"{typeof(TaskFailedException)}: Task 'Thrower' (#0) failed with an unhandled exception: act boom", end.SerializedOutput);
        Assert.True(end.FailureDetails!.InnerFailure!.IsCausedBy<InvalidOperationException>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task UnknownActivity_Called_FailsTheCallNamingTheKnownOnes(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<int>("Absent");
                }
                catch (TaskFailedException e)
                {
                    return e.FailureDetails.ErrorMessage;
                }
            })
            .Activity<int, int>("Present", value => value));

        Assert.Contains("'Absent' doesn't exist, is disabled, or is not an activity function. Additional info: The following are the known activity functions: 'Present'.", (await engine.RunAsync("Caller")).ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialStores]
    public async Task UnknownOrchestrator_Started_FailsNamingTheKnownOnes(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Known", _ => Task.FromResult<object?>(null)));

        var end = await engine.RunAsync("Absent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("The function 'Absent' doesn't exist, is disabled, or is not an orchestrator function. Additional info: The following are the known orchestrator functions: 'Known'.", end.SerializedOutput, StringComparison.Ordinal);
    }
}
