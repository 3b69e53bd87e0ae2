using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Tests.Engine;
using static Aidp.Embedded.DurableTask.Client.OrchestrationRuntimeStatus;

namespace Aidp.Embedded.Tests.Simulation;

static partial class AcceptanceCases
{
    static IEnumerable<AcceptanceCase> Events()
    {
        yield return new(
            "ContinueAsNew",
            () => new ToyFunctions().Orchestrator("Counter", async context =>
            {
                var count = context.GetInput<int>();
                if (count < 10)
                {
                    await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                    context.ContinueAsNew(count + 1);
                }

                return count;
            }),
            run =>
            {
                run.Start("Counter", 0);
                run.Ends(Completed, "10");
            });
        yield return new(
            "ContinueAsNew_Events",
            () => new ToyFunctions().Orchestrator("Eternal", async context =>
            {
                var count = context.GetInput<int>();
                if (!await context.WaitForExternalEvent<bool>("MyEvent"))
                {
                    context.ContinueAsNew(count + 1);
                }

                return count;
            }),
            run =>
            {
                run.Start("Eternal", 0);
                for (var i = 0; i < 10; i++)
                {
                    run.Raise("MyEvent", false);
                }

                run.Raise("MyEvent", true);
                run.Ends(Completed, "10");
            });
        yield return new(
            "ExternalEventContention",
            () => new ToyFunctions().Orchestrator("Contender", async context =>
            {
                var data = 0;
                try
                {
                    data = await context.WaitForExternalEvent<int>("MyEventData", Second);
                }
                catch (TaskCanceledException)
                {
                    // Too late; it is not awaited any more, and the cancelled wait takes it.
                }

                if (await context.WaitForExternalEvent<bool>("MyEventSignal"))
                {
                    return data;
                }

                context.ContinueAsNew();
                return null;
            }),
            run =>
            {
                run.Start("Contender");
                run.Raise("MyEventSignal", false);
                run.Raise("MyEventData", 42);
                run.Raise("MyEventSignal", true);
                run.Ends(Completed, "0");
            });
        yield return new(
            "ExternalEventOrchestration",
            Collector,
            run =>
            {
                run.Start("Collector");
                for (var i = 0; i < 10; i++)
                {
                    run.Raise("MyEvent", i);
                }

                run.Ends(Completed, "true");
            });
        yield return new(
            "ExternalEventTimeout_Raised",
            Impatient,
            run =>
            {
                run.Start("Impatient");
                run.Raise("MyEvent");
                run.Ends(Completed);
                Assert.Single(run.History().OfType<EventRaisedEvent>());
            });
        yield return new(
            "ExternalEventTimeout_NotRaised",
            Impatient,
            run =>
            {
                run.Start("Impatient");
                run.Ends(Failed, nameof(TaskCanceledException));
            });
        yield return new(
            "SuspendResumeOrchestration",
            Collector,
            run =>
            {
                run.Start("Collector");
                run.Rest();
                run.Suspend();
                for (var i = 0; i < 10; i++)
                {
                    run.Raise("MyEvent", i);
                }

                run.Rest();
                run.Is(Suspended);
                run.Resume();
                run.Ends(Completed, "true");
            });
    }

    static ToyFunctions Collector() => new ToyFunctions().Orchestrator("Collector", async context =>
    {
        for (var i = 0; i < 10; i++)
        {
            if (await context.WaitForExternalEvent<int>("MyEvent", 5 * Second) != i)
            {
                throw new InvalidOperationException("Unexpected value");
            }
        }

        return true;
    });

    static ToyFunctions Impatient() => new ToyFunctions().Orchestrator("Impatient", async context => await context.WaitForExternalEvent<object?>("MyEvent", 2 * Second));
}
