using System.Diagnostics;
using System.Globalization;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Tests.Processes;

public sealed class SupervisionTests : ProcessFixture
{
    /// <summary>A child in another session whose parent is gone, which ignores what can be ignored: neither its group nor its parent leads to it.</summary>
    const string Escape = "(setsid sh -c 'trap \"\" TERM HUP INT; (trap \"\" TERM HUP INT; echo $$ >> escaped; sh -c \"echo \\$PPID >> escaped; exec sleep 1000\" >/dev/null 2>&1 &) ; sleep 1000' >/dev/null 2>&1 &) ; ";

    [Fact]
    public async Task Cancel_ProgramWithAnEscapedChild_EndsAllOfIt()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = Runner.RunSupervisedAsync(Shell(Escape + "trap '' TERM; while :; do sleep 1; done"), cancel.Token);
        await Eventually.TrueAsync(() => Numbers("escaped").Length >= 2, "the child escapes");
        var watch = Stopwatch.StartNew();

        await cancel.CancelAsync();
        var result = await run;

        Assert.Equal(ProcessEnd.Cancelled, result.End);
        Assert.DoesNotContain(Numbers("escaped"), Lives);
        TestContext.Current.TestOutputHelper?.WriteLine($"ended in {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Exit_ProgramThatLeavesProcessesBehind_EndsAndCountsThem()
    {
        var result = await Runner.RunSupervisedAsync(Shell(Escape + "while [ \"$(wc -l < escaped 2>/dev/null || echo 0)\" -lt 2 ]; do sleep 0.01; done; exit 7"), Stop);

        Assert.Equal((ProcessEnd.Exited, 7), (result.End, result.ExitCode));
        Assert.True(result.LeftBehind >= 2, $"{result.LeftBehind} left behind");
        Assert.DoesNotContain(Numbers("escaped"), Lives);
    }

    [Fact]
    public async Task Exit_ChildHoldsTheOutputOpen_DoesNotWaitForIt()
    {
        var result = await Runner.RunSupervisedAsync(Shell("sleep 1000 & echo done"), Stop);

        Assert.Equal((0, "done\n", 1), (result.ExitCode, result.Output.Tail, result.LeftBehind));
    }

    [Fact]
    public async Task Kill_SupervisorKilledByItsProgram_EndsTheProgramByItsToken()
    {
        var token = ProcessTree.NewToken();

        var result = await Runner.RunSupervisedAsync(Shell("echo $$ > escaped; (setsid sleep 1000 &); kill -9 $PPID; sleep 1000") with { Token = token }, Stop);

        Assert.Equal(ProcessEnd.SupervisorLost, result.End);
        Assert.True(result.LeftBehind >= 2, $"{result.LeftBehind} left behind");
        Assert.Empty(ProcessTree.Find(token));
        Assert.DoesNotContain(Numbers("escaped"), Lives);
    }

    [Fact]
    public async Task Terminate_SupervisorAskedToEnd_LeavesNothing()
    {
        var token = ProcessTree.NewToken();

        await Runner.RunSupervisedAsync(Shell("kill -TERM $PPID; sleep 1000") with { Token = token }, Stop);

        Assert.Empty(ProcessTree.Find(token));
    }

    [Fact]
    public async Task BeforeStart_AnyProgram_KnowsTheProcessBeforeTheProgramRuns()
    {
        ProcessIdentity? seen = null;
        var ran = true;
        var command = Shell("touch ran") with
        {
            BeforeStart = (identity, _) =>
            {
                (seen, ran) = (identity, File.Exists(Folder["ran"]));
                Assert.True(identity.IsAlive);
                return Task.CompletedTask;
            },
        };

        await Runner.RunSupervisedAsync(command, Stop);

        Assert.NotNull(seen);
        Assert.False(ran);
        Assert.False(seen.IsAlive);
        Assert.True(File.Exists(Folder["ran"]));
    }

    [Fact]
    public async Task BeforeStart_Fails_NeverStartsTheProgram()
    {
        var command = Shell("touch ran") with { BeforeStart = (_, _) => throw new IOException("disk full") };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Runner.RunSupervisedAsync(command, Stop));

        Assert.Contains("disk full", thrown.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder["ran"]));
    }

    [Fact]
    public async Task Start_FromManyTasks_NoProgramHoldsAnothersLifeline()
    {
        // Were the first lifeline's write end inherited by the second program, its end would not reach the first supervisor.
        using var first = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var one = Runner.RunSupervisedAsync(Shell("echo $$ > escaped; exec sleep 1000"), first.Token);
        await Eventually.TrueAsync(() => Numbers("escaped").Length == 1, "the first runs");
        using var second = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var two = Runner.RunSupervisedAsync(Shell("ls -l /proc/self/fd | grep -c pipe: ; echo $$ > other; exec sleep 1000"), second.Token);
        await Eventually.TrueAsync(() => Numbers("other").Length == 1, "the second runs");

        await first.CancelAsync();
        Assert.Equal(ProcessEnd.Cancelled, (await one).End);
        Assert.DoesNotContain(Numbers("escaped"), Lives);
        await second.CancelAsync();
        // Its two outputs, and grep's.
        Assert.True(int.Parse((await two).Output.Tail, CultureInfo.InvariantCulture) <= 3);
    }

    [Fact]
    public async Task Kill_HostKilled_EndsTheProgramAndItsEscapedChild()
    {
        using var host = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Aidp.Activities.TestHost"), ["run", Folder.Path, Escape + "echo $$ >> escaped; sleep 1000"]))!;
        await Eventually.TrueAsync(() => Numbers("escaped").Length >= 3, "the child escapes");

        host.Kill();
        await host.WaitForExitAsync(Stop);

        await Eventually.TrueAsync(() => !Numbers("escaped").Any(Lives), "everything has ended");
    }
}
