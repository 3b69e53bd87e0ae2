using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

public sealed class ControlTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [CombinatorialStores]
    public async Task Suspended_Instance_KeepsEventsUntilItIsResumed(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("e")));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation);
        await engine.Client.SuspendInstanceAsync(id, "why", Cancellation);
        await engine.Client.RaiseEventAsync(id, "e", "kept", Cancellation);
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.EventRaisedEvent));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.Client.GetInstanceAsync(id, Cancellation))!.RuntimeStatus);

        await engine.Client.ResumeInstanceAsync(id, Cancellation);

        Assert.Equal("kept", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task Suspended_WhileAnActivityRuns_RecordsItsResultOnceAndGoesOnAfterResume(StoreKind store, Eviction eviction)
    {
        var (release, calls) = (new TaskCompletionSource(), 0);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Slow"))
            .Activity<int, int>("Slow", async (_, _) =>
            {
                Interlocked.Increment(ref calls);
                await release.Task;
                return 7;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await engine.Client.SuspendInstanceAsync(id, Cancellation);
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.ExecutionSuspendedEvent));
        release.SetResult();
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.TaskCompletedEvent));

        await engine.Client.ResumeInstanceAsync(id, Cancellation);

        Assert.Equal(7, (await engine.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, calls);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Terminated_WhileAnActivityRuns_CancelsItAndReportsTheOutput(StoreKind store, Eviction eviction)
    {
        var (began, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Endless"))
            .Activity<int, int>("Endless", async (_, cancellation) =>
            {
                began.SetResult();
                await using var registration = cancellation.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, cancellation);
                return 0;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await engine.Client.TerminateInstanceAsync(id, "enough", Cancellation);

        var end = await engine.EndAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("enough", end.ReadOutputAs<string>());
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Terminated_Recursively_EndsChildrenAndGrandchildren(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Tree", async context =>
            {
                var depth = context.GetInput<int>();
                if (depth < 2)
                {
                    await Task.WhenAll(Enumerable.Range(0, 2).Select(i => context.CallSubOrchestratorAsync<object>("Tree", depth + 1, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}.{i}"))));
                }

                return await context.WaitForExternalEvent<string>("never");
            }));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Tree", 0, new StartOrchestrationOptions("t"), Cancellation);
        await engine.UntilRunningAsync("Tree", 7);

        await engine.Client.TerminateInstanceAsync("t", new TerminateInstanceOptions(Recursive: true), Cancellation);

        foreach (var id in new[] { "t", "t.0", "t.1", "t.0.0", "t.0.1", "t.1.0", "t.1.1" })
        {
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndAsync(id)).RuntimeStatus);
        }
    }

    [Theory]
    [CombinatorialStores]
    public async Task Terminated_NotRecursively_LeavesTheChild(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child")))
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("e")));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent", Cancellation);
        await engine.UntilRunningAsync("Child");

        await engine.Client.TerminateInstanceAsync(id, Cancellation);
        await engine.EndAsync(id);
        await engine.Client.RaiseEventAsync("child", "e", "on", Cancellation);

        Assert.Equal("on", (await engine.EndAsync("child")).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task Terminated_ChildOfARunningParent_FailsTheCall(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Parent", async context => (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child")))).FailureDetails.ErrorMessage)
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("never")));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent", Cancellation);
        await engine.UntilRunningAsync("Child");

        await engine.Client.TerminateInstanceAsync("child", "stop", Cancellation);

        Assert.Equal("\"stop\"", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task CustomStatus_Set_IsSeenAndReplaced(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Reporter", async context =>
            {
                context.SetCustomStatus("waiting");
                await context.WaitForExternalEvent<string>("e");
                context.SetCustomStatus(new { Done = true });
                return null;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Reporter", Cancellation);
        var instance = await Eventually.GetAsync(() => engine.Client.GetInstanceAsync(id, true, Cancellation), item => item!.SerializedCustomStatus is not null);
        Assert.Equal("waiting", instance!.ReadCustomStatusAs<string>());

        await engine.Client.RaiseEventAsync(id, "e", Cancellation);

        Assert.Equal("""{"Done":true}""", (await engine.EndAsync(id)).SerializedCustomStatus);
    }
}
