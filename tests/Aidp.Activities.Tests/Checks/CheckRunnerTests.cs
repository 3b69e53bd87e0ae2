using Aidp.Activities.Artifacts;
using Aidp.Activities.Checks;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Checks;

public sealed class CheckRunnerTests : CheckFixture
{
    [Fact]
    public async Task Run_ExitCodeZero_Passes()
    {
        var result = await RunAsync(Input(await StartAsync(), "echo fine; echo also >&2"));

        Assert.Equal(new CheckVerdict("test", CheckCategory.Test, true, CheckOutcome.Passed), result.Verdict);
        Assert.Equal("fine\nalso\n", await ReadAsync(result.Output));
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task Run_Fails_NamesTheFailuresAndKeepsASummary()
    {
        var result = await RunAsync(Input(await StartAsync(), "echo '--- FAIL: TestParse (0.01s)'; echo '    parse_test.go:12: boom'; exit 3"));

        Assert.Equal(CheckOutcome.Failed, result.Verdict.Outcome);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("TestParse", result.Failures);
        Assert.Contains("failed with exit code 3", await ReadAsync(CheckArtifacts.SummaryOf(result.Output)!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FailsWithoutAWord_IsKnownByItsExitCode() => Assert.Equal(["exit code 9"], (await RunAsync(Input(await StartAsync(), "exit 9"))).Failures);

    [Theory]
    [InlineData("aidp-no-such-program --all", "'aidp-no-such-program' was not found")]
    [InlineData("./missing.sh", "'./missing.sh' was not found")]
    [InlineData("MODE=x aidp-no-such-program && true", "'aidp-no-such-program' was not found")]
    [InlineData("./aidp-plain", "is not executable")]
    public async Task Run_FirstWordIsMissing_CannotStart(string command, string error)
    {
        User.Write("aidp-plain", "x\n").Commit("Add a file that is no program");
        var result = await RunAsync(Input(await StartAsync(), command));

        Assert.Equal(CheckOutcome.CannotStart, result.Verdict.Outcome);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true && aidp-no-such-program")]
    [InlineData("sh -c 'exit 127'")]
    [InlineData("echo 'sh: 1: make: not found'; exit 127")]
    public async Task Run_SomethingElseIsMissing_Failed(string command) => Assert.Equal(CheckOutcome.Failed, (await RunAsync(Input(await StartAsync(), command))).Verdict.Outcome);

    [Fact]
    public async Task Run_TooLong_EndsTheTreeAndKeepsTheOutput()
    {
        var result = await RunAsync(Input(await StartAsync(), "echo begun; setsid sleep 300 & sleep 300", timeout: TimeSpan.FromSeconds(1)));

        Assert.Equal(CheckOutcome.TimedOut, result.Verdict.Outcome);
        Assert.Equal("begun\n", await ReadAsync(result.Output));
        Assert.Equal("timed out after 1s", result.Failures[0]);
        Assert.Empty(Aidp.Activities.Processes.ProcessTree.Find(new StateFolder(Folder["state"]).CheckToken("r1", 2)));
    }

    [Fact]
    public async Task Run_Environment_HasNoSecretOfTheHost()
    {
        Environment.SetEnvironmentVariable("AIDP_TEST_ACCESS_TOKEN", "hidden-0123456789");
        var result = await RunAsync(Input(await StartAsync(), "env; echo hidden-0123456789"));
        var output = await ReadAsync(result.Output);

        Assert.DoesNotContain("hidden-0123456789", output, StringComparison.Ordinal);
        Assert.Contains("AIDP_RUN=r1", output, StringComparison.Ordinal);
        Assert.Contains("PATH=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_IsItsResultAndIsNotKept()
    {
        var input = Input(await StartAsync(), "sleep 300");
        using var cancelled = new CancellationTokenSource();
        cancelled.CancelAfter(TimeSpan.FromMilliseconds(300));

        Assert.Equal(CheckOutcome.Cancelled, (await Runner.RunAsync(input, cancelled.Token, Stop)).Verdict.Outcome);
        Assert.Equal(CheckOutcome.Passed, (await RunAsync(input with { Check = input.Check with { Run = "true" } })).Verdict.Outcome);
    }

    [Fact]
    public async Task Run_SameStepOfTheSameRunInAnotherState_DoesNotEndThisCheck()
    {
        var workspace = await StartAsync();
        var others = new RunWorkspaces(new StateFolder(Folder["other"]), GitRunner, Processes, TimeProvider.System);
        await (await others.CreateAsync(workspace, Stop)).DisposeAsync();
        var otherStore = new DirectoryArtifactStore(Folder["other/artifacts"], new ArtifactLimits { MinimumFreeBytes = 0 }, []);
        var (begun, end) = (Folder["begun"], Folder["end"]);
        var check = RunAsync(Input(workspace, $"touch {begun}; until test -e {end}; do sleep 0.01; done"));
        await Eventually.TrueAsync(() => File.Exists(begun), "the check begins");

        var other = await new CheckRunner(others, otherStore, Sandbox, Processes, TimeProvider.System).RunAsync(Input(workspace, "true"), CancellationToken.None, Stop);
        await File.WriteAllTextAsync(end, "", Stop);

        Assert.Equal((CheckOutcome.Passed, CheckOutcome.Passed), (other.Verdict.Outcome, (await check).Verdict.Outcome));
    }

    [Fact]
    public async Task Run_FilesLeftBehind_AreGoneBeforeTheNextCheck()
    {
        var workspace = await StartAsync();
        await RunAsync(Input(workspace, "echo x > left-behind"));

        Assert.Equal(CheckOutcome.Passed, (await RunAsync(Input(workspace, "test ! -e left-behind", step: 3))).Verdict.Outcome);
    }

    [Fact]
    public async Task Run_Formatter_SaysWhetherItChangedFiles()
    {
        var workspace = await StartAsync();

        Assert.True((await RunAsync(Input(workspace, "echo x > formatted", category: CheckCategory.Format))).ChangedFiles);
        Assert.False((await RunAsync(Input(workspace, "true", step: 3, category: CheckCategory.Format))).ChangedFiles);
    }

    [Fact]
    public async Task Run_AnotherVerdictOnTheSameCommit_IsFlaky()
    {
        var workspace = await StartAsync();
        var flag = Folder["flag"];
        var command = $"test -e {flag} || {{ touch {flag}; exit 1; }}";

        Assert.False((await RunAsync(Input(workspace, command, step: 2))).Verdict.Flaky);
        var second = await RunAsync(Input(workspace, command, step: 3));
        Assert.Equal((CheckOutcome.Passed, true), (second.Verdict.Outcome, second.Verdict.Flaky));
        Assert.False((await RunAsync(Input(workspace, "true", step: 4, name: "other"))).Verdict.Flaky);
    }

    [Fact]
    public async Task Run_AnotherVerdictAfterACallThatChangedNothing_IsFlaky()
    {
        var workspace = await StartAsync();
        var command = $"test -e {Folder["flag"]} || {{ touch {Folder["flag"]}; exit 1; }}";

        await RunAsync(Input(workspace, command, step: 2));
        var (same, _) = await StepAsync(workspace, 3, "true");
        var (other, _) = await StepAsync(same, 5, "echo new > file");

        Assert.NotEqual(workspace.Commit, same.Commit);
        Assert.True((await RunAsync(Input(same, command, step: 4))).Verdict.Flaky);
        Assert.False((await RunAsync(Input(other, "false", step: 6))).Verdict.Flaky);
    }

    [Fact]
    public async Task Run_Twice_RunsTheCommandOnce()
    {
        var input = Input(await StartAsync(), $"echo x >> {Folder["count"]}; exit 1");
        var first = await RunAsync(input);
        var second = await RunAsync(input);

        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(first), System.Text.Json.JsonSerializer.Serialize(second));
        Assert.Equal("x\n", await File.ReadAllTextAsync(Folder["count"], Stop));
    }

    [Theory]
    [InlineData("check.start.before", 1)]
    [InlineData("check.start.after", 2)]
    [InlineData("check.verdict.before", 2)]
    [InlineData("check.verdict.after", 1)]
    public async Task Run_EndedHalfWay_RunsAgainUnlessItWasFinished(string boundary, int runs)
    {
        var input = Input(await StartAsync(), $"echo x >> {Folder["count"]}; echo one line");
        using var stop = new BoundaryStop();
        await stop.AtAsync(boundary, () => RunAsync(input));
        var result = await RunAsync(input);

        Assert.Equal(CheckOutcome.Passed, result.Verdict.Outcome);
        Assert.False(result.Verdict.Flaky);
        Assert.Equal("one line\n", await ReadAsync(result.Output));
        Assert.Equal(runs, (await File.ReadAllLinesAsync(Folder["count"], Stop)).Length);
    }
}
