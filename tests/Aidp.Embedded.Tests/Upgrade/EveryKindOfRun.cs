using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Upgrade;

/// <summary>A store with a run in every state that a program can leave one in, and the functions that made it.</summary>
/// <remarks>Never change these functions: stores that earlier versions wrote with them must go on.</remarks>
static class EveryKindOfRun
{
    /// <summary>Longer than what stays within a history.</summary>
    public static readonly string LongText = new('x', 40_000);

    static readonly string[] Waiting = ["waiting", "buffered", "child", "long"];
    static readonly string[] Finished = ["completed", "failed", "terminated"];
    static readonly string[] All = [.. Waiting, .. Finished, "suspended", "sleeping", "calling", "parent", "eternal", "later"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The functions.</summary>
    /// <param name="isBlocked">Whether the activity <c>Interrupted</c> goes on until the engine ends.</param>
    public static ToyFunctions Functions(bool isBlocked) => new ToyFunctions()
        .Orchestrator("Waiter", async context => $"got {await context.WaitForExternalEvent<string>("go")}")
        .Orchestrator("Sleeper", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return "slept";
        })
        .Orchestrator("Caller", async context => await context.CallActivityAsync<string>("Interrupted"))
        .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Waiter", options: new SubOrchestrationOptions { InstanceId = "child" }))
        .Orchestrator("Long", async context =>
        {
            var text = await context.CallActivityAsync<string>("Echo", LongText);
            await context.WaitForExternalEvent<string>("go");
            return text;
        })
        .Orchestrator("Echoer", async context => await context.CallActivityAsync<string>("Echo", context.GetInput<string>()))
        .Orchestrator("Failer", _ => throw new InvalidOperationException("It fails."))
        .Orchestrator("Eternal", async context =>
        {
            context.SetCustomStatus(new { generation = context.GetInput<int>() });
            var next = await context.WaitForExternalEvent<int>("next");
            if (next > 0)
            {
                context.ContinueAsNew(next);
            }

            return context.GetInput<int>();
        })
        .Activity<string, string>("Echo", text => text!)
        .Activity<string, string>("Interrupted", async (_, cancellation) =>
        {
            await Task.Delay(isBlocked ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
            return "done";
        });

    /// <summary>Brings runs into all states on a new engine.</summary>
    public static async Task MakeAsync(EngineFixture engine)
    {
        var client = engine.Client;
        await StartAsync(client, "Waiter", "waiting");
        await StartAsync(client, "Waiter", "buffered");
        await StartAsync(client, "Waiter", "suspended");
        await StartAsync(client, "Sleeper", "sleeping");
        await StartAsync(client, "Caller", "calling");
        await StartAsync(client, "Parent", "parent");
        await StartAsync(client, "Long", "long");
        await StartAsync(client, "Eternal", "eternal", 1);
        await StartAsync(client, "Echoer", "completed", "text");
        await StartAsync(client, "Failer", "failed");
        await StartAsync(client, "Waiter", "terminated");
        await client.ScheduleNewOrchestrationInstanceAsync("Waiter", null, new StartOrchestrationOptions("later", FakeClock.Beginning.AddDays(1)), Cancellation);

        await client.RaiseEventAsync("buffered", "other", "kept", Cancellation);
        await client.RaiseEventAsync("later", "go", "early", Cancellation);
        await client.RaiseEventAsync("eternal", "next", 2, Cancellation);
        await client.SuspendInstanceAsync("suspended", "for a while", Cancellation);
        await client.TerminateInstanceAsync("terminated", "enough", Cancellation);
        await engine.UntilAsync("suspended", history => history.Exists(item => item is ExecutionSuspendedEvent));
        await client.RaiseEventAsync("suspended", "go", "held", Cancellation);
        await engine.UntilAsync("suspended", history => history.Exists(item => item is EventRaisedEvent));
        await engine.UntilAsync("buffered", history => history.Exists(item => item is EventRaisedEvent));
        await engine.UntilAsync("calling", history => history.Exists(item => item is TaskScheduledEvent));
        await engine.UntilAsync("sleeping", history => history.Exists(item => item is TimerCreatedEvent));
        await engine.UntilAsync("long", history => history.Exists(item => item is TaskCompletedEvent));
        await engine.UntilAsync("child", history => history.Exists(item => item is OrchestratorCompletedEvent));
        await engine.UntilAsync("eternal", history => history.Exists(item => item is OrchestratorCompletedEvent) && history.OfType<ExecutionStartedEvent>().Single().Input == "2");
        await Task.WhenAll(Finished.Select(engine.EndAsync));
    }

    /// <summary>How the runs end.</summary>
    public static IReadOnlyDictionary<string, string> Ends => new Dictionary<string, string>
    {
        ["waiting"] = "Completed \"got on\"",
        ["buffered"] = "Completed \"got on\"",
        ["child"] = "Completed \"got on\"",
        ["long"] = $"Completed \"{LongText}\"",
        ["completed"] = "Completed \"text\"",
        ["failed"] = "Failed System.InvalidOperationException: It fails.",
        ["terminated"] = "Terminated \"enough\"",
        ["suspended"] = "Completed \"got held\"",
        ["sleeping"] = "Completed \"slept\"",
        ["calling"] = "Completed \"done\"",
        ["parent"] = "Completed \"got on\"",
        ["eternal"] = "Completed 2",
        ["later"] = "Completed \"got early\"",
    };

    /// <summary>Lets all of them end, and returns how each did.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> EndAsync(EngineFixture engine, Microsoft.Extensions.Time.Testing.FakeTimeProvider time)
    {
        var client = engine.Client;
        foreach (var id in Waiting)
        {
            await client.RaiseEventAsync(id, "go", "on", Cancellation);
        }

        await client.ResumeInstanceAsync("suspended", "again", Cancellation);
        await client.RaiseEventAsync("eternal", "next", 0, Cancellation);
        var ends = new Dictionary<string, string>();
        foreach (var id in All)
        {
            var end = await time.UntilAsync(engine.EndAsync(id), TimeSpan.FromMinutes(10));
            ends.Add(id, $"{end.RuntimeStatus} {end.SerializedOutput}");
        }

        return ends;
    }

    static Task<string> StartAsync(DurableTaskClient client, string name, string id, object? input = null) =>
        client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id), Cancellation);
}
