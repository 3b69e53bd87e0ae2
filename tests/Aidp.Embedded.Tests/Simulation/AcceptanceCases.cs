using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Tests.Engine;
using static Aidp.Embedded.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>The acceptance list: tasks, timers, events and generations.</summary>
static partial class AcceptanceCases
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, AcceptanceCase> All { get; } = Tasks().Concat(Events()).Concat(Control()).ToDictionary(item => item.Name);

    static IEnumerable<AcceptanceCase> Tasks()
    {
        yield return new(
            "EmptyOrchestration",
            () => new ToyFunctions().Orchestrator("Empty", _ => Task.FromResult<object?>(null)),
            run =>
            {
                run.Start("Empty");
                run.Ends(Completed);
            });
        yield return new(
            "SingleTimer",
            () => new ToyFunctions().Orchestrator("Timer", async context =>
            {
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                return null;
            }),
            run =>
            {
                run.Start("Timer");
                run.Ends(Completed);
            });
        yield return new(
            "ConcurrentTimers",
            () => new ToyFunctions().Orchestrator("Timers", async context =>
            {
                await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => context.CreateTimer(Second, CancellationToken.None)));
                return null;
            }),
            run =>
            {
                run.Start("Timers");
                run.Ends(Completed);
                Assert.Equal(3, run.History().OfType<TimerFiredEvent>().Count());
            });
        yield return new(
            "IsReplaying",
            () => new ToyFunctions().Orchestrator("Replayer", async context =>
            {
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                return context.IsReplaying;
            }),
            run =>
            {
                run.Start("Replayer");
                run.Ends(Completed, "false");
            });
        yield return new(
            "SingleActivity",
            () => Hello(),
            run =>
            {
                run.Start("Hello", "世界");
                run.Ends(Completed, Json("Hello, 世界!"));
            });
        yield return new(
            "ActivityChain",
            () => new ToyFunctions()
                .Orchestrator("Chain", async context =>
                {
                    var value = 0;
                    for (var i = 0; i < 10; i++)
                    {
                        value = await context.CallActivityAsync<int>("PlusOne", value);
                    }

                    return value;
                })
                .Activity<int, int>("PlusOne", value => value + 1),
            run =>
            {
                run.Start("Chain");
                run.Ends(Completed, "10");
                Assert.Equal(10, run.History().OfType<TaskCompletedEvent>().Count());
            });
        yield return new(
            "ActivityRetries",
            () => new ToyFunctions()
                .Orchestrator("Retries", async context => await context.CallActivityAsync<int>("Fail", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(10)))))
                .Activity<int, int>("Fail", _ => throw new InvalidOperationException("activity failure")),
            run =>
            {
                run.Start("Retries");
                run.Ends(Failed, "activity failure");
                Assert.Equal([0, 2, 4], run.History().OfType<TaskScheduledEvent>().Select(call => call.EventId));
                Assert.Equal([1, 3], run.History().OfType<TimerFiredEvent>().Select(timer => timer.TimerId));
            });
        yield return new(
            "ActivityFanOut",
            () => new ToyFunctions()
                .Orchestrator("FanOut", async context => string.Concat((await Task.WhenAll(Enumerable.Range(0, 10).Select(i => context.CallActivityAsync<string>("ToText", i)))).OrderDescending()))
                .Activity<int, string>("ToText", value => $"{value}"),
            run =>
            {
                run.Start("FanOut");
                run.Ends(Completed, Json("9876543210"));
            });
        yield return new(
            "SingleSubOrchestrator_Completed",
            () => new ToyFunctions()
                .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", context.GetInput<string>(), new SubOrchestrationOptions(instanceId: "run_child")))
                .Orchestrator("Child", context => Task.FromResult<object?>(context.GetInput<string>())),
            run =>
            {
                run.Start("Parent", "Hello, world!");
                run.Ends(Completed, Json("Hello, world!"));
                run.Ends(Completed, Json("Hello, world!"), "run_child");
            });
        yield return new(
            "SingleSubOrchestrator_Failed",
            () => new ToyFunctions()
                .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "run_child")))
                .Orchestrator("Child", _ => throw new InvalidOperationException("Child failed")),
            run =>
            {
                run.Start("Parent");
                run.Ends(Failed, "Child failed");
                run.Ends(Failed, "Child failed", "run_child");
            });
    }

    static ToyFunctions Hello() => new ToyFunctions()
        .Orchestrator("Hello", async context => await context.CallActivityAsync<string>("SayHello", context.GetInput<string>()))
        .Activity<string, string>("SayHello", name => $"Hello, {name}!");

    static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
