using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>Answers of activity calls that came too late are rejected, and an operator can see them.</summary>
public sealed class LateAnswerTests
{
    readonly TaskCompletionSource _began = new();
    readonly TaskCompletionSource _release = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Answer_OfALostAttempt_IsRejectedByItsFence_AndRecorded(StoreKind store)
    {
        await using var engine = new EngineFixture(store, Eviction.WhenIdle, Functions());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await _began.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        var parts = engine.Engine.Parts;
        var execution = parts.Store.Find(id)!.ExecutionId;

        parts.Post(id, new AnswerSignal(execution, parts.Store.Epoch - 1, new TaskCompletedEvent(-1, 0, "\"of the lost attempt\"")));

        var late = Assert.Single(await RecordedAsync(engine));
        Assert.Equal((id, execution, 0, parts.Store.Epoch - 1), (late.InstanceId, late.ExecutionId, late.Task, late.Fence));
        Assert.Contains("the attempt was lost with engine", late.Reason, StringComparison.Ordinal);
        _release.SetResult();
        Assert.Equal("of this attempt", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Answer_AfterTheEnd_IsRecorded_AndSeenByAnInspection()
    {
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, Functions());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await _began.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await engine.Client.TerminateInstanceAsync(id, Cancellation);
        await engine.EndAsync(id);

        _release.SetResult();

        Assert.Contains("the orchestration has ended or begun anew; the attempt had completed", Assert.Single(await RecordedAsync(engine)).Reason, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(StoreInspection.Look(engine.StorePath, Cancellation).Late).InstanceId);
    }

    static async Task<IReadOnlyList<LateAnswer>> RecordedAsync(EngineFixture engine) =>
        await Eventually.GetAsync(() => Task.FromResult(engine.Engine.Parts.Store.ListLate(10)), late => late.Count > 0);

    ToyFunctions Functions() => new ToyFunctions()
        .Orchestrator("Caller", async context => await context.CallActivityAsync<string>("Slow"))
        .Activity<string, string>("Slow", async (_, _) =>
        {
            _began.TrySetResult();
            await _release.Task;
            return "of this attempt";
        });
}
