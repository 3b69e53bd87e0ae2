using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Tests.Engine;

public sealed class InstanceTests
{
    static readonly ToyFunctions Functions = new ToyFunctions()
        .Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<string>()))
        .Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("e"))
        .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Echo", "child", new SubOrchestrationOptions(instanceId: context.InstanceId + ".child")));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [CombinatorialStores]
    public async Task Schedule_AnIdThatIsRunning_IsRefused_AndOneThatHasEndedStartsAgain(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Functions);
        var options = new StartOrchestrationOptions("same");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", options, Cancellation);

        Assert.Contains("already exists", (await Assert.ThrowsAsync<InstanceStateException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", options, Cancellation))).Message, StringComparison.Ordinal);

        await engine.Client.RaiseEventAsync("same", "e", "first", Cancellation);
        await engine.EndAsync("same");
        await Assert.ThrowsAsync<InstanceStateException>(() =>
            engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "no", options.WithDedupeStatuses(OrchestrationRuntimeStatus.Completed), Cancellation));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "again", options, Cancellation);
        Assert.Equal("again", (await engine.EndAsync("same")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Schedule_DedupeStatusesThatOtherHostsRefuse_AreRefused()
    {
        await using var engine = new EngineFixture(StoreKind.Memory, Eviction.WhenIdle, Functions);
        var options = new StartOrchestrationOptions("same").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated);

        var e = await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", options, Cancellation));

        Assert.Contains("must have Pending, Running, Suspended as well", e.Message, StringComparison.Ordinal);
        Assert.Null(await engine.Client.GetInstanceAsync("same", Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("@entity")]
    [InlineData("a\nb")]
    public async Task Schedule_AnIdThatIsNotAllowed_IsRefused(string id)
    {
        await using var engine = new EngineFixture(StoreKind.Memory, Eviction.WhenIdle, Functions);

        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", new StartOrchestrationOptions(id), Cancellation));
    }

    [Theory]
    [CombinatorialStores]
    public async Task Get_OfNobody_IsNull_AndOfAnInstanceHasWhatWasAskedFor(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Functions);
        Assert.Null(await engine.Client.GetInstanceAsync("nobody", Cancellation));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "in", new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["k"] = "v" } }, Cancellation);
        await engine.EndAsync(id);

        var (bare, full) = (await engine.Client.GetInstanceAsync(id, Cancellation), await engine.Client.GetInstanceAsync(id, true, Cancellation));

        Assert.Null(bare!.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<string>());
        Assert.Equal(("in", "in"), (full!.ReadInputAs<string>(), full.ReadOutputAs<string>()));
        Assert.Equal("v", full.Tags["k"]);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Purge_Finished_Running_AndNobody(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Functions);
        var parent = await engine.RunAsync("Parent");
        var running = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation);

        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync("nobody", Cancellation)).PurgedInstanceCount);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => engine.Client.PurgeInstanceAsync(running, Cancellation));
        Assert.Equal(2, (await engine.Client.PurgeInstanceAsync(parent.InstanceId, new PurgeInstanceOptions(Recursive: true), Cancellation)).PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync(parent.InstanceId, Cancellation));
    }

    [Theory]
    [CombinatorialStores]
    public async Task PurgeAll_ByState_RemovesOnlyThose(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Functions);
        for (var i = 0; i < 5; i++)
        {
            await engine.RunAsync("Echo", "x");
        }

        await engine.RunAsync("Absent");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation);

        Assert.Equal(5, (await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Completed]), Cancellation)).PurgedInstanceCount);
        Assert.Equal(1, (await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Cancellation)).PurgedInstanceCount);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Restart_Finished_RunsAgainUnderTheSameOrANewId(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Functions);
        var first = await engine.RunAsync("Echo", "input");
        var running = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation);

        var same = await engine.Client.RestartAsync(first.InstanceId, cancellation: Cancellation);
        var other = await engine.Client.RestartAsync(first.InstanceId, restartWithNewInstanceId: true, Cancellation);

        Assert.Equal(first.InstanceId, same);
        Assert.NotEqual(same, other);
        Assert.Equal("input", (await engine.EndAsync(same)).ReadOutputAs<string>());
        Assert.Equal("input", (await engine.EndAsync(other)).ReadOutputAs<string>());
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => engine.Client.RestartAsync("nobody", cancellation: Cancellation));
        await Assert.ThrowsAsync<InstanceStateException>(() => engine.Client.RestartAsync(running, cancellation: Cancellation));
    }

    [Theory]
    [CombinatorialStores]
    public async Task Query_ByPrefixAndState_GivesPages(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Functions);
        for (var i = 0; i < 5; i++)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Echo", $"{i}", new StartOrchestrationOptions($"a{i}"), Cancellation);
            await engine.EndAsync($"a{i}");
        }

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", new StartOrchestrationOptions("b"), Cancellation);
        var query = new OrchestrationQuery(InstanceIdPrefix: "a", Statuses: [OrchestrationRuntimeStatus.Completed], PageSize: 2, FetchInputsAndOutputs: true);

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in engine.Client.GetAllInstancesAsync(query).AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([2, 2, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], pages.SelectMany(page => page.Values).Select(instance => instance.InstanceId));
        var rest = engine.Client.GetAllInstancesAsync(query with { ContinuationToken = pages[0].ContinuationToken });
        Assert.Equal(3, (await ToListAsync(rest)).Count);
        Assert.Equal("4", pages[2].Values[0].ReadOutputAs<string>());
        Assert.Equal(5, (await engine.Client.ListInstanceIdsAsync(cancellation: Cancellation)).Values.Count);
    }

    [Theory]
    [CombinatorialStores]
    public async Task History_OfAShortRun_IsWhatTheRealHostRecords(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Functions);
        var end = await engine.RunAsync("Parent");

        var history = await engine.Client.GetOrchestrationHistoryAsync(end.InstanceId, Cancellation);

        Assert.Equal(
            [
                EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.SubOrchestrationInstanceCreated, EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.SubOrchestrationInstanceCompleted, EventType.ExecutionCompleted, EventType.OrchestratorCompleted,
            ],
            history.Select(item => item.EventType));
        Assert.Equal([-1, -1, 0, -1, -1, -1, 1, -1], history.Select(item => item.EventId));
        Assert.All(history, item => Assert.Equal(DateTimeKind.Utc, item.Timestamp.Kind));
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => engine.Client.GetOrchestrationHistoryAsync("nobody", Cancellation));
    }

    [Theory]
    [CombinatorialStores]
    public async Task LargeTexts_InAndOut_ComeBackWhole(StoreKind store, Eviction eviction)
    {
        var text = new string('é', 200_000);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Large", async context => await context.CallActivityAsync<string>("Reverse", await context.CallActivityAsync<string>("Reverse", context.GetInput<string>())))
            .Activity<string, string>("Reverse", value => new string([.. value!.Reverse()])));

        var end = await engine.RunAsync("Large", text);

        Assert.Equal(text, end.ReadOutputAs<string>());
        Assert.Equal(text, end.ReadInputAs<string>());
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("half of a pair: \ud83d")]
    [InlineData("the other half: \ude80")]
    public async Task Failure_WithATextThatAStoreCannotHold_IsReadAgain(string message)
    {
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, new ToyFunctions()
            .Orchestrator("Fails", _ => throw new InvalidOperationException(message + new string('.', 40_000))));

        var end = await engine.RunAsync("Fails");
        await engine.RestartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.StartsWith(message[..1], (await engine.Client.GetInstanceAsync(end.InstanceId, true, Cancellation))!.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.NotEmpty(await engine.Client.GetOrchestrationHistoryAsync(end.InstanceId, Cancellation));
        engine.Engine.Parts.Store.Verify(Cancellation);
    }

    static async Task<List<OrchestrationMetadata>> ToListAsync(AsyncPageable<OrchestrationMetadata> instances)
    {
        var list = new List<OrchestrationMetadata>();
        await foreach (var instance in instances)
        {
            list.Add(instance);
        }

        return list;
    }
}
