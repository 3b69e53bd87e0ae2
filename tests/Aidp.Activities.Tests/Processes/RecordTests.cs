using System.Diagnostics;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Tests.Processes;

/// <summary>What a finished program said outlives the host that it said it to.</summary>
public sealed class RecordTests : ProcessFixture
{
    [Fact]
    public async Task Run_Recorded_ReturnsTheSameAsAnUnrecordedOne()
    {
        var script = "cat; echo out; echo err >&2; exit 3";
        var plain = await Runner.RunSupervisedAsync(Shell(script) with { Input = StandardInput.Text("in\n") }, Stop);
        var recorded = await Runner.RunSupervisedAsync(Recorded(script) with { Input = StandardInput.Text("in\n") }, Stop);

        Assert.Equal("in\nout\n", recorded.Output.Tail);
        Assert.Equal((plain.End, plain.ExitCode, plain.Output, plain.Error), (recorded.End, recorded.ExitCode, recorded.Output, recorded.Error));
    }

    [Fact]
    public async Task Run_Recorded_CanBeFollowedWhileItRuns()
    {
        var lines = new List<string>();
        var command = Recorded("echo first; while ! test -e go; do sleep 0.01; done; echo second");
        command = command with
        {
            Output = command.Output with
            {
                Line = line =>
                {
                    lines.Add(line);
                    File.WriteAllText(Folder["go"], "");
                },
            },
        };

        await Runner.RunSupervisedAsync(command, Stop);

        Assert.Equal(["first", "second"], lines);
    }

    [Fact]
    public async Task Adopt_FinishedProgram_ReturnsItsResultWithoutRunningIt()
    {
        var command = Recorded("echo x >> ran; printf 'the key is s3cret'; exit 5") with { Secrets = ["s3cret"] };
        await Runner.RunSupervisedAsync(command, Stop);

        var adopted = await ProcessRecord.AdoptAsync(command, Stop);

        Assert.NotNull(adopted);
        Assert.Equal((ProcessEnd.Exited, 5, "the key is ***"), (adopted.End, adopted.ExitCode, adopted.Output.Tail));
        Assert.Single(await File.ReadAllLinesAsync(Folder["ran"], Stop));
    }

    [Fact]
    public async Task Adopt_HostKilledAfterTheProgramEnded_ReturnsItsResult()
    {
        // The program ends and leaves a process behind that takes its time: the host is killed before it can have learned of the end.
        using var host = Host("echo said; echo $$ > done; (trap '' TERM; sleep 1000) & exit 4");
        await Eventually.TrueAsync(() => ProcessRecord.ReadFinished(Folder["record"]) is not null, "the program ends");

        host.Kill();
        await host.WaitForExitAsync(Stop);

        var adopted = await ProcessRecord.AdoptAsync(Recorded("exit 99"), Stop);
        Assert.NotNull(adopted);
        Assert.Equal((4, "said\n"), (adopted.ExitCode, adopted.Output.Tail));
    }

    [Fact]
    public async Task Adopt_HostKilledWhileTheProgramRan_ReturnsNothing()
    {
        using var host = Host("echo $$ > escaped; trap 'exit 0' TERM; while :; do sleep 0.01; done");
        await Eventually.TrueAsync(() => Numbers("escaped").Length == 1, "the program runs");

        host.Kill();
        await host.WaitForExitAsync(Stop);
        await Eventually.TrueAsync(() => !Numbers("escaped").Any(Lives), "the program has ended");

        Assert.Null(await ProcessRecord.AdoptAsync(Recorded("exit 99"), Stop));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("yes >&2")]
    [InlineData("truncate -s 1T /proc/self/fd/1; sleep 1000")]
    [InlineData("truncate -s 1T /proc/self/fd/1")]
    public async Task Run_RecordedProgramThatWritesTooMuch_IsEndedAndNotReadBeyondTheLimit(string script)
    {
        var result = await Runner.RunSupervisedAsync(Recorded(script) with { MaximumRecord = 1 << 20 }, Stop);

        Assert.Equal(ProcessEnd.TooMuchOutput, result.End);
        Assert.Equal(1 << 20, Math.Max(result.Output.TotalBytes, result.Error.TotalBytes));
    }

    [Fact]
    public async Task Run_ReaderThatFallsBehind_DoesNotKeepTheProgramFromBeingEnded()
    {
        using var slow = new StalledStream();
        var command = Recorded("yes") with { MaximumRecord = 1 << 20, Output = new OutputTarget { Destination = slow } };

        var run = Runner.RunSupervisedAsync(command, Stop);
        await Eventually.TrueAsync(() => slow.IsWaiting && ProcessTree.Find(command.Token!).Count == 0 && new FileInfo(ProcessRecord.OutputPath(Folder["record"])).Length > 1 << 20, "the program is ended");
        slow.Release();

        Assert.Equal(ProcessEnd.TooMuchOutput, (await run).End);
    }

    [Fact]
    public async Task Run_DestinationThatFails_LetsTheProgramFinishAndSaysSo()
    {
        using var stored = new StalledStream { Problem = new IOException("No space left on device.") };
        var command = Recorded("echo one; while ! test -e go; do sleep 0.01; done; echo two; exit 3");
        command = command with { Output = new OutputTarget { Destination = stored, Line = _ => File.WriteAllText(Folder["go"], "") } };

        var result = await Runner.RunSupervisedAsync(command, Stop);

        Assert.Equal((ProcessEnd.Exited, 3, "one\ntwo\n", 8, "No space left on device."), (result.End, result.ExitCode, result.Output.Tail, result.Output.OmittedBytes, result.Output.Problem));
    }

    [Fact]
    public async Task Adopt_DestinationThatFails_ReturnsTheResult()
    {
        await Runner.RunSupervisedAsync(Recorded("echo said; exit 4"), Stop);
        using var stored = new StalledStream { Problem = new IOException("No space left on device.") };

        var adopted = await ProcessRecord.AdoptAsync(Recorded("exit 99") with { Output = new OutputTarget { Destination = stored } }, Stop);

        Assert.Equal((4, "said\n", "No space left on device."), (adopted?.ExitCode, adopted?.Output.Tail, adopted?.Output.Problem));
    }

    [Fact]
    public async Task Adopt_NoRecord_ReturnsNothing() => Assert.Null(await ProcessRecord.AdoptAsync(Recorded("exit 99"), Stop));

    ProcessCommand Recorded(string script)
    {
        Directory.CreateDirectory(Folder["record"]);
        return Shell(script) with { Record = Folder["record"], Token = ProcessTree.NewToken() };
    }

    Process Host(string script)
    {
        Directory.CreateDirectory(Folder["record"]);
        return Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Aidp.Activities.TestHost"), ["record", Folder.Path, script]))!;
    }
}
