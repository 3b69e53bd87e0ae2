using Aidp.Activities.Checks.Metrics;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Checks;

public sealed class MetricsSurveyTests : CheckFixture
{
    [Fact]
    public async Task Run_ChangedFilesAndReports_AreCounted()
    {
        var workspace = await StartAsync();
        var before = await Survey.RunAsync(Input(workspace), Stop);
        var (next, _) = await StepAsync(workspace, 1, """
            printf 'a\nb\nc\n' > one.cs; printf 'x\n' > two.py; printf 'ignored/\n' > .gitignore; printf '\000\001' > binary.bin; mkdir ignored
            printf '<TestRun><ResultSummary><Counters total="5" passed="3" failed="2" error="0"/></ResultSummary></TestRun>' > ignored/a.trx
            printf '<testsuites><testsuite tests="4" failures="1" errors="0" skipped="1"/></testsuites>' > ignored/junit.xml
            printf 'SF:a\nLF:10\nLH:5\nend_of_record\n' > ignored/lcov.info
            printf '<testsuite tests="4" fail' > ignored/TEST-cut.xml
            """);
        var metrics = await Survey.RunAsync(Input(next), Stop);

        Assert.Equal(before.Files + 4, metrics.Files);
        Assert.Equal((4, 5, 0), (metrics.FilesChanged, metrics.LinesAdded, metrics.LinesRemoved));
        Assert.Contains(new LanguageLines("C#", 3), metrics.Languages);
        Assert.Contains(new LanguageLines("Python", 1), metrics.Languages);
        Assert.Equal((1, 2), (metrics.ChecksPassed, metrics.ChecksRun));
        Assert.Equal((5, 3), (metrics.TestsPassed, metrics.TestsFailed));
        Assert.Equal(50, metrics.Coverage);
        Assert.Equal((2, 1, 0.25m), (metrics.TasksOpen, metrics.TasksSettled, metrics.Usage.CostUsd));
        Assert.Contains("\"Files\"", await ReadAsync(metrics.Artifact), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TwiceAndEndedHalfWay_IsTheSame()
    {
        var workspace = await StartAsync();
        using var stop = new BoundaryStop();
        await stop.AtAsync("artifact.put.after", () => Survey.RunAsync(Input(workspace), Stop));
        var (first, second) = (await Survey.RunAsync(Input(workspace), Stop), await Survey.RunAsync(Input(workspace), Stop));

        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(first), System.Text.Json.JsonSerializer.Serialize(second));
        Assert.Null(first.TestsPassed);
    }

    MetricsSurvey Survey => new(Workspaces, Store);

    static CollectMetricsInput Input(Workspace workspace) => new()
    {
        Step = Step(4),
        Workspace = workspace,
        TasksOpen = 2,
        TasksSettled = 1,
        Usage = new() { CostUsd = 0.25m },
        Checks = [new("a", CheckCategory.Test, true, CheckOutcome.Passed), new("b", CheckCategory.Lint, true, CheckOutcome.Failed), new("c", CheckCategory.Lint, false, CheckOutcome.Failed)],
    };
}
