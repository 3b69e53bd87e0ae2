using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Tests.Engine;
using static Aidp.Embedded.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Aidp.Embedded.Tests.Simulation;

static partial class AcceptanceCases
{
    static IEnumerable<AcceptanceCase> Control()
    {
        yield return new(
            "TerminateOrchestration",
            () => new ToyFunctions().Orchestrator("Sleeper", async context =>
            {
                await context.CreateTimer(3 * Second, CancellationToken.None);
                return null;
            }),
            run =>
            {
                run.Start("Sleeper");
                run.Terminate("You got terminated!");
                run.Ends(Terminated, Json("You got terminated!"));
            });
        foreach (var recursive in new[] { true, false })
        {
            yield return new($"TerminateOrchestration_Recursive_{recursive}", Tree, run => TerminateTree(run, recursive));
            yield return new($"TerminateOrchestration_Recursive_TerminateCompletedSubOrchestration_{recursive}", Detached, run => TerminateDetached(run, recursive));
            yield return new($"PurgeOrchestration_Recursive_{recursive}", Chain, run => PurgeChain(run, recursive));
        }

        yield return new(
            "PurgeCompletedOrchestration",
            () => new ToyFunctions().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<object?>("MyEvent", 30 * Second)),
            run =>
            {
                run.Start("Waiter");
                run.Rest();
                run.Refused(client => client.PurgeInstanceAsync("run"));
                run.Raise("MyEvent");
                run.Ends(Completed);
                run.Purge();
                run.Is(null);
                run.Refused(client => client.RaiseEventAsync("run", "MyEvent"));
            });
        yield return new("RecreateCompletedOrchestration", Hello, run =>
        {
            run.Start("Hello", "世界");
            run.Ends(Completed, Json("Hello, 世界!"));
            run.Start("Hello", "World");
            run.Ends(Completed, Json("Hello, World!"));
        });
        yield return new("SingleActivity_ReuseInstanceIDIgnore", Hello, run =>
        {
            run.Start("Hello", "世界");
            run.Ends(Completed, Json("Hello, 世界!"));
            run.Refused(client => client.ScheduleNewOrchestrationInstanceAsync("Hello", "World", new StartOrchestrationOptions("run").WithDedupeStatuses(Running, Completed, Pending)));
            run.Ends(Completed, Json("Hello, 世界!"));
        });
        yield return new("SingleActivity_ReuseInstanceIDTerminate", () => Hello().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<object?>("never")), run =>
        {
            run.Start("Waiter");
            run.Terminate(null);
            run.Ends(Terminated);
            run.Start("Hello", "World");
            run.Ends(Completed, Json("Hello, World!"));
        });
        yield return new("SingleActivity_ReuseInstanceIDError", () => new ToyFunctions().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("e")), run =>
        {
            run.Start("Waiter");
            run.Refused(client => client.ScheduleNewOrchestrationInstanceAsync("Waiter", new StartOrchestrationOptions("run")));
            run.Raise("e", "done");
            run.Ends(Completed, Json("done"));
        });
    }

    static ToyFunctions Tree() => new ToyFunctions()
        .Orchestrator("Root", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(i => context.CallSubOrchestratorAsync<object?>("L1", null, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}_L1_{i}"))));
            return null;
        })
        .Orchestrator("L1", async context => await context.CallSubOrchestratorAsync<object?>("L2", null, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}_L2")))
        .Orchestrator("L2", async context =>
        {
            await context.CreateTimer(4 * Second, CancellationToken.None);
            return await context.CallActivityAsync<object?>("Late");
        })
        .Activity<object, string>("Late", _ => "late");

    static void TerminateTree(AcceptanceRun run, bool recursive)
    {
        run.Start("Root");
        run.Rest();
        run.Terminate("over", recursive);
        run.Ends(Terminated, Json("over"));
        for (var i = 0; i < 5; i++)
        {
            foreach (var id in new[] { $"run_L1_{i}", $"run_L1_{i}_L2" })
            {
                run.Ends(recursive ? Terminated : Completed, Json(recursive ? "over" : "late"), id);
            }
        }
    }

    static ToyFunctions Detached() => new ToyFunctions()
        .Orchestrator("Root", async context =>
        {
            try
            {
                await context.CallSubOrchestratorAsync<object?>("L1", null, new SubOrchestrationOptions(instanceId: "run_L1"));
            }
            catch (TaskFailedException)
            {
                await context.CreateTimer(4 * Second, CancellationToken.None);
            }

            return null;
        })
        .Orchestrator("L1", async context => await context.CallSubOrchestratorAsync<object?>("L2", null, new SubOrchestrationOptions(instanceId: "run_L1_L2")))
        .Orchestrator("L2", async context =>
        {
            await context.CreateTimer(4 * Second, CancellationToken.None);
            return null;
        });

    // There, one that has completed leaves its child behind. On the hosts of .NET a code that has ended waits for its children, so it is terminated alone.
    static void TerminateDetached(AcceptanceRun run, bool recursive)
    {
        run.Start("Root");
        run.Rest();
        run.Terminate("alone", recursive: false, "run_L1");
        run.Rest();
        run.Is(Running, "run_L1_L2");
        run.Terminate("over", recursive);
        run.Ends(Terminated, Json("over"));
        run.Ends(Terminated, Json("alone"), "run_L1");
        run.Ends(recursive ? Terminated : Completed, recursive ? Json("over") : null, "run_L1_L2");
    }

    static ToyFunctions Chain() => new ToyFunctions()
        .Orchestrator("Root", async context => await context.CallSubOrchestratorAsync<object?>("L1", null, new SubOrchestrationOptions(instanceId: "run_L1")))
        .Orchestrator("L1", async context => await context.CallSubOrchestratorAsync<object?>("L2", null, new SubOrchestrationOptions(instanceId: "run_L1_L2")))
        .Orchestrator("L2", async context =>
        {
            await context.CreateTimer(4 * Second, CancellationToken.None);
            return null;
        });

    static void PurgeChain(AcceptanceRun run, bool recursive)
    {
        run.Start("Root");
        run.Ends(Completed);
        run.Purge(recursive);
        run.Is(null);
        run.Is(recursive ? null : Completed, "run_L1");
        run.Is(recursive ? null : Completed, "run_L1_L2");
    }
}
