using System.Text;
using Aidp.Activities.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Activities.Tests.Processes;

public sealed class ProcessRunnerTests : ProcessFixture
{
    public static TheoryData<bool> Ways => [false, true];

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_ProgramThatWritesAndFails_ReturnsBothOutputsAndTheExitCode(bool supervised)
    {
        var result = await RunAsync(Shell("echo out; echo err >&2; exit 3"), supervised);

        Assert.Equal((ProcessEnd.Exited, 3, "out\n", "err\n"), (result.End, result.ExitCode, result.Output.Tail, result.Error.Tail));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_ProgramEndedByASignal_ReturnsItAs128AndTheSignal(bool supervised) =>
        Assert.Equal(137, (await RunAsync(Shell("kill -9 $$"), supervised)).ExitCode);

    [Fact]
    public async Task Run_OutputHeldOpenByWhatItStarted_GivesUpInTheEndWithoutAnExitCode()
    {
        var time = new FakeTimeProvider();
        var running = new ProcessRunner(time).RunAsync(Shell("echo out; setsid sleep 1000 & echo $! > held") with { Timeout = TimeSpan.FromDays(1) }, Stop);
        try
        {
            while (!running.IsCompleted)
            {
                // The time counts only from when the program has ended.
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(10, Stop);
            }

            Assert.Equal((ProcessEnd.Exited, -1), ((await running).End, (await running).ExitCode));
        }
        finally
        {
            Assert.All(Numbers("held"), process => ProcessSignals.Send(process, ProcessSignals.Kill));
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_TextAsInput_ReadsItWhole(bool supervised)
    {
        var text = string.Concat(Enumerable.Repeat("任务 🚀\n", 50_000));

        var result = await RunAsync(Shell("wc -c") with { Input = StandardInput.Text(text) }, supervised);

        Assert.Equal(Encoding.UTF8.GetByteCount(text).ToString(System.Globalization.CultureInfo.InvariantCulture), result.Output.Tail.Trim());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_FileAsInput_ReadsIt(bool supervised)
    {
        Folder.Script("prompt", "from a file");

        Assert.Equal("from a file", (await RunAsync(Shell("cat") with { Input = StandardInput.File(Folder["prompt"]) }, supervised)).Output.Tail);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_NoInput_IsAtItsEndAtOnce(bool supervised) =>
        Assert.Equal("end\n", (await RunAsync(Shell("cat; echo end"), supervised)).Output.Tail);

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_AnyProgram_SeesOnlyTheEnvironmentGiven(bool supervised)
    {
        // Not through a shell, which adds some and drops others.
        var command = Shell("") with { Executable = "/usr/bin/env", Arguments = [], Environment = new Dictionary<string, string> { ["ONE"] = "1", ["多"] = "é" }, Token = "t" };

        var variables = (await RunAsync(command, supervised)).Output.Tail.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["AIDP_PROCESS=t", "ONE=1", "多=é"], variables.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_UnknownProgram_SaysWhereItLooked(bool supervised)
    {
        var result = await RunAsync(Shell("") with { Executable = "no-such-program" }, supervised);

        Assert.Equal(ProcessEnd.NotFound, result.End);
        Assert.Contains("PATH", result.Problem, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_FileWithoutExecutePermission_SaysHowToAllowIt(bool supervised)
    {
        var result = await RunAsync(Shell("") with { Executable = Folder.Script("plain", "#!/bin/sh\n") }, supervised);

        Assert.Equal(ProcessEnd.NotExecutable, result.End);
        Assert.Contains("chmod +x", result.Problem, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_FileThatIsNoProgram_IsNotExecutable(bool supervised)
    {
        var file = Folder.Script("text", "just text");
        File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);

        Assert.Equal(ProcessEnd.NotExecutable, (await RunAsync(Shell("") with { Executable = file }, supervised)).End);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_MissingWorkingDirectory_IsNotFound(bool supervised) =>
        Assert.Equal(ProcessEnd.NotFound, (await RunAsync(Shell("true") with { WorkingDirectory = Folder["gone"] }, supervised)).End);

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_TimeoutReached_KeepsWhatItWrote(bool supervised)
    {
        var result = await RunAsync(Shell("echo partial; exec sleep 1000") with { Timeout = TimeSpan.FromSeconds(1) }, supervised);

        Assert.Equal((ProcessEnd.TimedOut, "partial\n"), (result.End, result.Output.Tail));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_SilentForLongerThanTheIdleTimeout_IsEnded(bool supervised)
    {
        var result = await RunAsync(Shell("for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.5; done; exec sleep 1000") with { IdleTimeout = TimeSpan.FromSeconds(3) }, supervised);

        Assert.Equal((ProcessEnd.IdleTimedOut, "1\n2\n3\n4\n5\n6\n7\n8\n"), (result.End, result.Output.Tail));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_HundredMegabytes_AreBoundedInMemoryAndInTheDestination(bool supervised)
    {
        await using var destination = File.Create(Folder["output"]);
        var before = GC.GetTotalAllocatedBytes();

        var result = await RunAsync(Shell("yes 0123456 | head -c 104857600; echo last") with { Output = new OutputTarget { Destination = destination, MaximumBytes = 1 << 20, TailBytes = 4096 } }, supervised);

        Assert.Equal(104_857_605, result.Output.TotalBytes);
        Assert.InRange(destination.Length, 1 << 20, (1 << 20) + 5000);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
        Assert.EndsWith("last\n", result.Output.Tail, StringComparison.Ordinal);
        destination.Position = 0;
        using var reader = new StreamReader(destination);
        var stored = await reader.ReadToEndAsync(Stop);
        Assert.Contains($"{result.Output.OmittedBytes} bytes are left out", stored, StringComparison.Ordinal);
        Assert.EndsWith("last\n", stored, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_OutputWithASecret_StoresItNowhere(bool supervised)
    {
        using var destination = new MemoryStream();
        var lines = new List<string>();
        var command = Shell("printf 'a hun'; sleep 0.3; printf 'ter2 b hunt'; echo hunter2 >&2") with
        {
            Secrets = ["hunter2"],
            Output = new OutputTarget { Destination = destination, Line = lines.Add },
        };

        var result = await RunAsync(command, supervised);

        Assert.Equal("a *** b hunt", result.Output.Tail);
        Assert.Equal("a *** b hunt", Encoding.UTF8.GetString(destination.ToArray()));
        Assert.Equal(["a *** b hunt"], lines);
        Assert.Equal("***\n", result.Error.Tail);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Run_CancelledBeforeItStarts_ReturnsCancelled(bool supervised)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var command = Shell("exec sleep 1000");

        Assert.Equal(ProcessEnd.Cancelled, (supervised ? await Runner.RunSupervisedAsync(command, cancelled.Token) : await Runner.RunAsync(command, cancelled.Token)).End);
    }

    Task<ProcessResult> RunAsync(ProcessCommand command, bool supervised) => supervised ? Runner.RunSupervisedAsync(command, Stop) : Runner.RunAsync(command, Stop);
}
