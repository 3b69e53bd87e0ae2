using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Store;
using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Upgrade;

/// <summary>Another program takes a store over with runs that its code can and cannot go on with.</summary>
public sealed class TakeoverTests
{
    static readonly ToyFunctions Old = Functions("Double");
    static readonly ToyFunctions Changed = Functions("Triple");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task NewProgram_HoldsWhatItCannotGoOnWith_AndGoesOnWithTheRest(StoreKind store)
    {
        await using var engine = await BeginAsync(store);
        await engine.RestartAsync(Changed, "new");

        var held = engine.Engine.Parts.Held.Values.ToList();
        Assert.Equal(2, held.Count);
        Assert.Single(held, reason => reason.Contains("call activity 'Double'", StringComparison.Ordinal) && reason.Contains("call activity 'Triple'", StringComparison.Ordinal));
        Assert.Single(held, reason => reason.Contains("no orchestrator 'Removed'", StringComparison.Ordinal));

        await engine.Client.RaiseEventAsync("same", "go", 1, Cancellation);
        await engine.Client.RaiseEventAsync("changed", "go", 1, Cancellation);
        Assert.Equal(1, (await engine.EndAsync("same")).ReadOutputAs<int>());
        Assert.True((await engine.Client.GetInstanceAsync("changed", Cancellation))!.IsRunning);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task OldProgram_AfterwardsAgain_GoesOnWithAllOfThem(StoreKind store)
    {
        await using var engine = await BeginAsync(store);
        await engine.RestartAsync(Changed, "new");
        await engine.Client.RaiseEventAsync("changed", "go", 1, Cancellation);

        // Not rehearsed again by the same program, and still held.
        await engine.RestartAsync(Changed, "new");
        Assert.Equal(2, engine.Engine.Parts.Held.Count);

        await engine.RestartAsync(Old, "old");
        await engine.Client.RaiseEventAsync("removed", "go", 2, Cancellation);

        Assert.Empty(engine.Engine.Parts.Held);
        Assert.Equal(11, (await engine.EndAsync("changed")).ReadOutputAs<int>());
        Assert.Equal(2, (await engine.EndAsync("removed")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task HeldInstance_CanBeTerminated_AndItsIdUsedAgain()
    {
        await using var engine = await BeginAsync(StoreKind.Sqlite);
        await engine.RestartAsync(Changed, "new");

        await engine.Client.TerminateInstanceAsync("changed", (object)"enough", Cancellation);

        var end = await engine.EndAsync("changed");
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Calls", null, new StartOrchestrationOptions("changed"), Cancellation);
        await engine.Client.RaiseEventAsync("changed", "go", 1, Cancellation);
        Assert.Equal(16, (await engine.EndAsync("changed")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task HeldInstances_AreSeenByAnInspection()
    {
        await using var engine = await BeginAsync(StoreKind.Sqlite);
        await engine.RestartAsync(Changed, "new");

        var seen = StoreInspection.Look(engine.StorePath, Cancellation);

        Assert.Equal(["changed", "removed"], seen.Held.Select(held => held.Id));
        Assert.Contains("call activity 'Triple'", seen.Held[0].Reason, StringComparison.Ordinal);
    }

    static async Task<EngineFixture> BeginAsync(StoreKind store)
    {
        var engine = new EngineFixture(store, Eviction.WhenIdle, Old, configure: options => options.Program = "old");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Same", null, new StartOrchestrationOptions("same"), Cancellation);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Calls", null, new StartOrchestrationOptions("changed"), Cancellation);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Removed", null, new StartOrchestrationOptions("removed"), Cancellation);
        await engine.UntilAsync("changed", history => history.Exists(item => item is DurableTask.History.TaskCompletedEvent));
        await engine.UntilRunningAsync("Same");
        await engine.UntilRunningAsync("Removed");
        return engine;
    }

    static ToyFunctions Functions(string activity)
    {
        var functions = new ToyFunctions()
            .Orchestrator("Same", async context => await context.WaitForExternalEvent<int>("go"))
            .Orchestrator("Calls", async context => await context.CallActivityAsync<int>(activity, 5) + await context.WaitForExternalEvent<int>("go"))
            .Activity<int, int>("Double", value => 2 * value)
            .Activity<int, int>("Triple", value => 3 * value);
        return activity == "Double" ? functions.Orchestrator("Removed", async context => await context.WaitForExternalEvent<int>("go")) : functions;
    }
}
