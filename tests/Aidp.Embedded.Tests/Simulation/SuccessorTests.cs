using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

public sealed class SuccessorTests
{
    [Fact]
    public void Event_ForAnInstanceThatEndsAndIsReplacedInTheSameCommit_DoesNotReachTheNewOne() => Seeds.Each(1, 1, seed =>
    {
        var (clock, store, log) = (new VirtualClock(), new MemoryStore(), new CommitLog(null));
        var functions = new FunctionRegistry().AddOrchestrator("Waiter", async context =>
        {
            await context.WaitForExternalEvent<string>("end");
            return await context.WaitForExternalEvent<string>("end");
        });
        var life = new EngineLife(functions, new EmbeddedEngineOptions(), clock, new SimulatedStore(() => store, 1, log, () => CutOff.None, null));
        var schedule = () => life.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", new StartOrchestrationOptions("id"));
        _ = life.Run(schedule);
        RunAll(life);
        _ = life.Run(() => life.Client.RaiseEventAsync("id", "end", "first"));
        RunAll(life);
        _ = life.Run(() => life.Client.RaiseEventAsync("id", "end", "second"));
        while (log.Commits < 5)
        {
            life.Work.Run(0);
        }

        // The instance is about to take the step that ends it; the event is accepted before, and the new instance made after.
        _ = life.Run(() => life.Client.RaiseEventAsync("id", "end", "for the old one"));
        life.Work.Run(life.Work.ReadyCount - 1);
        life.Work.Run(0);
        _ = life.Run(schedule);
        life.Work.Run(life.Work.ReadyCount - 1);
        RunAll(life);

        Assert.Equal(2, log.All.Count);
        Assert.NotNull(log.All[0].End);
        Assert.Empty(log.All[1].Steps.SelectMany(step => step.Consumed));
        return true;
    });

    static void RunAll(EngineLife life)
    {
        while (life.Work.ReadyCount > 0)
        {
            life.Work.Run(0);
        }
    }
}
