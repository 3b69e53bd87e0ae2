using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Hosting;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Wall clocks that are set forward and back, and nights in which the machine sleeps, in virtual time: nothing is lost, early or doubled.</summary>
public sealed class ClockTests
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Longer than the engine goes without a look at the clock.</summary>
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>The jumps of the wall clock: set forward, set back, a night's sleep, a night's sleep in the middle of a clock that was set back, and a leap of a second.</summary>
    public static TheoryData<double[]> Jumps => new([1.0], [-1.0], [8.0], [-1.0, 8.0], [1.0 / 3600], [1.0, -1.0], [-1.0, 1.0]);

    [Theory]
    [MemberData(nameof(Jumps))]
    public void Timer_OfTwoHours_WithJumpsInItsMiddle_FiresOnceAndNotBeforeItsTime(double[] hours) => InOneThread(() =>
    {
        var machine = new Machine(new FunctionRegistry().AddOrchestrator("Sleeper", async context =>
        {
            await context.CreateTimer(2 * Hour, CancellationToken.None);
            return "slept";
        }));
        var due = machine.Clock.Now.UtcDateTime + (2 * Hour);
        machine.Start("Sleeper");
        machine.Pass(Hour / 2);
        foreach (var jump in hours)
        {
            machine.Clock.SetWall(TimeSpan.FromHours(jump));
            machine.Pass(Moment);
        }

        var fires = machine.Clock.Now.UtcDateTime - Moment >= due;
        Assert.Equal(fires, machine.Row.IsFinished);
        if (!fires)
        {
            machine.Pass(due - machine.Clock.Now.UtcDateTime - TimeSpan.FromMilliseconds(10));
            Assert.False(machine.Row.IsFinished);
            machine.Pass(Moment);
        }

        Assert.Equal(OrchestrationRuntimeStatus.Completed, machine.Row.Status);
        var fired = Assert.Single(machine.History.OfType<TimerFiredEvent>());
        Assert.True(fired.Timestamp >= due);
    });

    [Theory]
    [MemberData(nameof(Jumps))]
    public void RunningActivity_WithJumpsInItsMiddle_RunsOnceAndItsResultCounts(double[] hours) => InOneThread(() =>
    {
        var (attempts, end) = (new List<int>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var machine = new Machine(new FunctionRegistry()
            .AddOrchestrator("Caller", async context => await context.CallActivityAsync<int>("Long"))
            .AddActivity("Long", async (call, cancellation) =>
            {
                attempts.Add(call.Attempt);
                await end.Task;
                return cancellation.IsCancellationRequested ? "1" : "7";
            }));
        machine.Start("Caller");
        machine.Pass(Hour);
        foreach (var jump in hours)
        {
            machine.Clock.SetWall(TimeSpan.FromHours(jump));
            machine.Pass(Moment);
        }

        end.SetResult();
        machine.Pass(Moment);

        Assert.Equal("7", machine.View.Texts.Output);
        Assert.Equal([1], attempts);
        Assert.Single(machine.History.OfType<TaskCompletedEvent>());
    });

    [Theory]
    [MemberData(nameof(Jumps))]
    public void Jumps_WhileTheEngineIsDown_LoseNoTimerAndNoActivity(double[] hours) => InOneThread(() =>
    {
        var (attempts, end) = (new List<int>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var machine = new Machine(new FunctionRegistry()
            .AddOrchestrator("Both", async context =>
            {
                var answer = context.CallActivityAsync<int>("Long");
                await context.CreateTimer(2 * Hour, CancellationToken.None);
                return await answer;
            })
            .AddActivity("Long", async (call, _) =>
            {
                attempts.Add(call.Attempt);
                await end.Task;
                return $"{call.Attempt}";
            }));
        machine.Start("Both");
        machine.Pass(Hour / 2);
        machine.End();
        hours.ToList().ForEach(jump => machine.Clock.SetWall(TimeSpan.FromHours(jump)));
        machine.Begin();
        machine.Pass(Moment);
        end.SetResult();
        machine.Pass(4 * Hour);

        Assert.Equal("2", machine.View.Texts.Output);
        Assert.Equal([1, 2], attempts);
        Assert.Single(machine.History.OfType<TimerFiredEvent>());
        Assert.Single(machine.History.OfType<TaskCompletedEvent>());
    });

    [Fact]
    public void StartAt_WithTheClockSetForward_StartsAtItsTimeByTheWall() => InOneThread(() =>
    {
        var machine = new Machine(new FunctionRegistry().AddOrchestrator("Later", _ => Task.FromResult<object?>(null)));
        machine.Start("Later", machine.Clock.Now + (2 * Hour));
        machine.Pass(Hour);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, machine.Row.Status);

        machine.Clock.SetWall(Hour);
        machine.Pass(Moment);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, machine.Row.Status);
    });

    [Fact]
    public async Task FunctionTimeout_WithJumps_GoesByTheMonotonicClock()
    {
        var (clock, never) = (new VirtualClock(), new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        var limited = new FunctionTimeout(Hour, clock.NewEngine()).LimitAsync("Endless", _ => never.Task, CancellationToken.None);
        clock.SetWall(8 * Hour);
        clock.Advance(Hour - Moment);
        clock.SetWall(-9 * Hour);
        Assert.False(limited.IsCompleted);

        clock.Advance(Moment);

        await Assert.ThrowsAsync<TimeoutException>(() => limited.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    static void InOneThread(Action test) => Seeds.Each(0, 1, seed =>
    {
        test();
        return true;
    });

    /// <summary>A machine with an engine and one instance.</summary>
    sealed class Machine
    {
        readonly FunctionRegistry _functions;
        readonly MemoryStore _store = new();
        readonly CommitLog _log = new(null);
        EngineLife? _life;
        long _engines;

        public Machine(FunctionRegistry functions)
        {
            _functions = functions;
            Begin();
        }

        public VirtualClock Clock { get; } = new();

        public InstanceView View => _store.View("id")!;

        public InstanceRow Row => View.Row;

        public IReadOnlyList<HistoryEvent> History => _store.History("id")!;

        public void Begin() => _life = new EngineLife(_functions, new EmbeddedEngineOptions(), Clock, new SimulatedStore(() => _store, ++_engines, _log, () => CutOff.None, null));

        public void End() => _life!.Discard();

        public void Start(string name, DateTimeOffset? at = null)
        {
            var client = _life!.Client;
            _ = _life.Run(() => client.ScheduleNewOrchestrationInstanceAsync(name, new StartOrchestrationOptions("id", at)));
            Work();
        }

        /// <summary>Lets time pass, timer by timer, with everything that follows.</summary>
        public void Pass(TimeSpan span)
        {
            for (Work(); Clock.NextTimer is { } next && next <= span; Work())
            {
                Clock.Advance(next);
                span -= next;
            }

            Clock.Advance(span);
            Work();
        }

        void Work()
        {
            while (_life!.Work.ReadyCount > 0)
            {
                _life.Work.Run(0);
            }

            Assert.Null(_life.Failure);
        }
    }
}
