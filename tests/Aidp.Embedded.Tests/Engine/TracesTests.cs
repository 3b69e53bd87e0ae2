using System.Collections.Concurrent;
using System.Diagnostics;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>One trace from the request to the end, with the names and attributes that the real host uses.</summary>
public sealed class TracesTests
{
    static readonly ToyFunctions Functions = new ToyFunctions()
        .Orchestrator("Traced", async context =>
        {
            await context.CallActivityAsync<int>("Work", 1);
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            await context.WaitForExternalEvent<int>("go");
            context.SendEvent("nobody", "note", 1);
            try
            {
                return await context.CallSubOrchestratorAsync<int>("Failing", options: new SubOrchestrationOptions { InstanceId = context.InstanceId + "-child" });
            }
            catch (TaskFailedException)
            {
                return 7;
            }
        })
        .Orchestrator("Failing", _ => throw new InvalidOperationException("It fails."))
        .Activity<int, int>("Work", value => value);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [CombinatorialStores]
    public async Task Run_FromRequestToEnd_IsOneTrace_InWhichEachThingHappensOnce(StoreKind store, Eviction eviction)
    {
        var id = $"traced-{Guid.NewGuid():N}";
        using var spans = new Spans(id);
        await using var engine = new EngineFixture(store, eviction, Functions);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Traced", null, new StartOrchestrationOptions(id) { Version = "1.2" }, Cancellation);
        await engine.Client.RaiseEventAsync(id, "go", 1, Cancellation);
        await engine.EndAsync(id);
        await Eventually.GetAsync(() => Task.FromResult(spans.All), all => all.Count >= 9);

        var create = spans.One("create_orchestration:Traced@(1.2)", ActivityKind.Producer);
        var run = spans.One("orchestration:Traced@(1.2)", ActivityKind.Server);
        Assert.Equal(create.SpanId, run.ParentSpanId);
        Assert.Equal("Completed", run.GetTagItem("durabletask.task.status"));
        Assert.Equal(id, run.GetTagItem("durabletask.task.instance_id"));

        var call = spans.One("activity:Work@(1.2)", ActivityKind.Client);
        Assert.Equal((run.SpanId, (object)0), (call.ParentSpanId, call.GetTagItem("durabletask.task.task_id")));
        Assert.Equal(call.SpanId, spans.One("activity:Work@(1.2)", ActivityKind.Server).ParentSpanId);
        Assert.Equal(run.SpanId, spans.One("orchestration:Traced:timer", ActivityKind.Internal).ParentSpanId);
        Assert.Equal(run.SpanId, spans.One("orchestration_event:note", ActivityKind.Producer).ParentSpanId);

        var child = spans.One("orchestration:Failing", ActivityKind.Client);
        var failed = spans.One("orchestration:Failing", ActivityKind.Server);
        Assert.Equal((run.SpanId, child.SpanId), (child.ParentSpanId, failed.ParentSpanId));
        Assert.Equal([(ActivityStatusCode.Error, "It fails."), (ActivityStatusCode.Error, "It fails.")], [(child.Status, child.StatusDescription), (failed.Status, failed.StatusDescription)]);

        Assert.All(spans.All.Where(span => span != spans.One("orchestration_event:go", ActivityKind.Producer)), span => Assert.Equal(create.TraceId, span.TraceId));
        Assert.Equal(9, spans.All.Count);
    }

    [Fact]
    public async Task Run_CutOffInTheMiddle_IsStillOneTrace()
    {
        var id = $"traced-{Guid.NewGuid():N}";
        using var spans = new Spans(id);
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, Functions);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Traced", null, new StartOrchestrationOptions(id), Cancellation);
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.TaskCompletedEvent));
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "go", 1, Cancellation);
        await engine.EndAsync(id);

        var run = await Eventually.GetAsync(() => Task.FromResult(spans.All.SingleOrDefault(span => span.DisplayName == "orchestration:Traced")), span => span is not null);

        Assert.Equal(spans.One("create_orchestration:Traced", ActivityKind.Producer).SpanId, run!.ParentSpanId);
        Assert.Equal(run.SpanId, spans.One("activity:Work", ActivityKind.Client).ParentSpanId);
    }

    /// <summary>The spans of one run.</summary>
    sealed class Spans : IDisposable
    {
        readonly ConcurrentQueue<Activity> _ended = new();
        readonly ActivityListener _listener;

        public Spans(string instanceId)
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name == Traces.SourceName,
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    // Other tests run meanwhile.
                    if (span.TagObjects.Any(tag => tag.Value is string text && text.StartsWith(instanceId, StringComparison.Ordinal)))
                    {
                        _ended.Enqueue(span);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyCollection<Activity> All => [.. _ended];

        public Activity One(string name, ActivityKind kind) => Assert.Single(_ended, span => span.DisplayName == name && span.Kind == kind);

        public void Dispose() => _listener.Dispose();
    }
}
