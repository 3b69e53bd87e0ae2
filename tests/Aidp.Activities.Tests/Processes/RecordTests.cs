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

    [Fact]
    public async Task Adopt_NoRecord_ReturnsNothing() => Assert.Null(await ProcessRecord.AdoptAsync(Recorded("exit 99"), Stop));

    ProcessCommand Recorded(string script)
    {
        Directory.CreateDirectory(Folder["record"]);
        return Shell(script) with { Record = Folder["record"] };
    }

    Process Host(string script)
    {
        Directory.CreateDirectory(Folder["record"]);
        return Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Aidp.Activities.TestHost"), ["record", Folder.Path, script]))!;
    }
}
