using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

public sealed class SubOrchestrationTests
{
    [Theory]
    [CombinatorialStores]
    public async Task Child_Completes_GivesItsResultAndKnowsItsParent(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", "input", TaskOptions.FromRetryPolicy(new(1, TimeSpan.FromSeconds(1))).WithInstanceId("child-1")))
            .Orchestrator("Child", context => Task.FromResult<object?>($"{context.GetInput<string>()} {context.InstanceId} {context.Parent!.Name} {context.Parent.InstanceId}")));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("parent-1"), TestContext.Current.CancellationToken);

        Assert.Equal("input child-1 Parent parent-1", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task Child_Fails_ThrowsTaskFailedExceptionWithTheInnerFailure(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context =>
            {
                var e = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync<string>("Child"));
                return $"{e.TaskName} {e.TaskId} {e.FailureDetails.ErrorType} {e.FailureDetails.InnerFailure!.ErrorMessage}";
            })
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Thrower"))
            .Activity<int, int>("Thrower", _ => throw new InvalidOperationException("boom")));

        Assert.Equal($"Child 0 {typeof(TaskFailedException)} boom", (await engine.RunAsync("Parent")).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task FanOutOfTwentyChildren_AllComplete(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context => (await Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.CallSubOrchestratorAsync<int>("Child", i)))).Sum())
            .Orchestrator("Child", async context => await context.CallActivityAsync<int>("Double", context.GetInput<int>()))
            .Activity<int, int>("Double", value => 2 * value));

        Assert.Equal(380, (await engine.RunAsync("Parent")).ReadOutputAs<int>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task Child_WithTheIdOfARunningInstance_FailsTheCallSayingSo(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context => (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync("Waiter", null, new SubOrchestrationOptions(instanceId: "taken")))).Message)
            .Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("never")));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", new StartOrchestrationOptions("taken"), TestContext.Current.CancellationToken);

        Assert.Contains("'taken' was not started: an orchestration with this id exists", (await engine.RunAsync("Parent")).ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Child_ContinuesAsNew_AnswersItsParentInTheEnd(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<int>("Counter", 0))
            .Orchestrator("Counter", context =>
            {
                var count = context.GetInput<int>();
                if (count < 5)
                {
                    context.ContinueAsNew(count + 1);
                }

                return Task.FromResult<object?>(count);
            }));

        var end = await engine.RunAsync("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(5, end.ReadOutputAs<int>());
    }
}
