using Aidp.Activities.Confinement;
using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Processes;

namespace Aidp.Activities.Tests.Confinement;

public sealed class ConfinedProcessTests : ProcessFixture
{
    [Fact]
    public async Task Exit_ProgramThatRuns_EndsWithItsOwnCodeAndOutputs()
    {
        await RealSandbox.RequireAsync();

        var result = await Runner.RunSupervisedAsync(Confined("echo out; echo error >&2; exit 7"), Stop);

        Assert.Equal((ProcessEnd.Exited, 7, "out\n", "error\n"), (result.End, result.ExitCode, result.Output.Tail, result.Error.Tail));
    }

    [Fact]
    public async Task Start_ProgramThatTheSystemRefuses_IsNotStartedAndSaysWhy()
    {
        await RealSandbox.RequireAsync();
        await File.WriteAllTextAsync(Folder["no-program"], "#!/no/such/interpreter\n", Stop);
        File.SetUnixFileMode(Folder["no-program"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await Runner.RunSupervisedAsync(Confined("") with { Executable = Folder["no-program"], Arguments = [] }, Stop);

        Assert.Equal(ProcessEnd.NotExecutable, result.End);
        Assert.Contains("no-program", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_ProgramThatNeedsAMoment_HasItsGrace()
    {
        await RealSandbox.RequireAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = Runner.RunSupervisedAsync(Confined("trap 'sleep 0.2; echo tidied > tidied; exit 0' TERM; echo x > begun; while :; do sleep 0.01; done") with { Grace = TimeSpan.FromSeconds(30) }, cancel.Token);
        await Eventually.TrueAsync(() => File.Exists(Folder["begun"]), "the program begins");

        await cancel.CancelAsync();

        Assert.Equal(ProcessEnd.Cancelled, (await run).End);
        Assert.True(File.Exists(Folder["tidied"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Cancel_WrapperThatHasNotStartedTheProgramYet_IsNotWaitedFor()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        // Alone it would wait for somebody at its gate as long as its grace is, and start the program then.
        var slow = new ProcessWrapper("sh", ["-c", "mkfifo gate; echo x > begun; read line < gate; exec \"$@\"", "sh"], "sh: ");
        var run = Runner.RunSupervisedAsync(Shell("echo x > ran") with { Wrapper = slow, Grace = TimeSpan.FromHours(1) }, cancel.Token);
        await Eventually.TrueAsync(() => File.Exists(Folder["begun"]), "the wrapper begins");

        await cancel.CancelAsync();

        Assert.Equal(ProcessEnd.Cancelled, (await run).End);
        Assert.False(File.Exists(Folder["ran"]));
    }

    [Fact]
    public async Task Cancel_ProgramThatIgnoresIt_IsKilled()
    {
        await RealSandbox.RequireAsync();
        var token = ProcessTree.NewToken();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = Runner.RunSupervisedAsync(Confined("trap '' TERM; echo x > begun; while :; do sleep 1; done") with { Token = token }, cancel.Token);
        await Eventually.TrueAsync(() => File.Exists(Folder["begun"]), "the program begins");

        await cancel.CancelAsync();

        Assert.Equal(ProcessEnd.Cancelled, (await run).End);
        Assert.Empty(ProcessTree.Find(token));
    }

    [Fact]
    public async Task Kill_SupervisorWhoseProgramHidBehindAnEmptyEnvironment_LeavesNothing()
    {
        await RealSandbox.RequireAsync();
        var supervisor = 0;
        // Without its marker and in another session it could only be found by its parents, who are gone by then.
        var command = Confined("exec 9> held; flock 9; (setsid env -i /bin/sh -c 'echo x > begun; sleep 1000' &); sleep 1000") with
        {
            BeforeStart = (process, _) =>
            {
                supervisor = process.Id;
                return Task.CompletedTask;
            },
        };
        var run = Runner.RunSupervisedAsync(command, Stop);
        await Eventually.TrueAsync(() => File.Exists(Folder["begun"]), "the program hides");

        Assert.True(ProcessSignals.Send(supervisor, ProcessSignals.Kill));

        Assert.Equal(ProcessEnd.SupervisorLost, (await run).End);
        // Every process of the program holds the lock until it is gone.
        Assert.True((await Runner.RunAsync(Shell("flock --timeout 30 held true"), Stop)).IsSuccess);
    }

    [Fact]
    public async Task Run_NoBubblewrap_IsNotFoundAndNamesIt()
    {
        var result = await Runner.RunSupervisedAsync(Shell("true") with { Wrapper = new Bubblewrap("aidp-no-such-bwrap").Around(new SandboxView([], [], [])) }, Stop);

        Assert.Equal(ProcessEnd.NotFound, result.End);
        Assert.Contains("aidp-no-such-bwrap", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outer", "outer/inner", "ls outer; ls outer/inner; echo x > outer/inner/new; echo y > outer/new")]
    public async Task View_FolderInAHiddenOne_IsAllThatIsThere(string hidden, string writable, string script)
    {
        await RealSandbox.RequireAsync();
        Directory.CreateDirectory(Folder[writable]);
        await File.WriteAllTextAsync(Folder[$"{hidden}/secret"], "x", Stop);
        await File.WriteAllTextAsync(Folder[$"{writable}/file"], "x", Stop);
        var view = new SandboxView([RealPath.Of(Folder[hidden])], [], [RealPath.Of(Folder[writable])]);

        var result = await Runner.RunSupervisedAsync(Shell(script) with { Wrapper = new Bubblewrap().Around(view) }, Stop);

        Assert.Equal("inner\nfile\n", result.Output.Tail);
        Assert.Contains("Read-only", result.Error.Tail, StringComparison.Ordinal);
        Assert.Equal((true, false), (File.Exists(Folder[$"{writable}/new"]), File.Exists(Folder[$"{hidden}/new"])));
    }

    [Fact]
    public async Task View_HiddenFolderInAReadOnlyOne_IsHiddenAndTheRestCanBeRead()
    {
        await RealSandbox.RequireAsync();
        Directory.CreateDirectory(Folder["outer/inner"]);
        await File.WriteAllTextAsync(Folder["outer/file"], "x", Stop);
        await File.WriteAllTextAsync(Folder["outer/inner/secret"], "x", Stop);
        var view = new SandboxView([RealPath.Of(Folder["outer/inner"])], [RealPath.Of(Folder["outer"])], []);

        var result = await Runner.RunSupervisedAsync(Shell("ls outer outer/inner; echo x > outer/file") with { Wrapper = new Bubblewrap().Around(view) }, Stop);

        Assert.Equal("outer:\nfile\ninner\n\nouter/inner:\n", result.Output.Tail);
        Assert.Contains("Read-only", result.Error.Tail, StringComparison.Ordinal);
    }

    ProcessCommand Confined(string script) => Shell(script) with { Wrapper = new Bubblewrap().Around(new SandboxView([], [], [])) };
}
