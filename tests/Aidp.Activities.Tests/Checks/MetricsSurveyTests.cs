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

    [Fact]
    public void In_ReportsOfEarlierIterations_AreNotAddedToTheNewest()
    {
        Write("TestResults/1.trx", "a.dll", passed: 3, failed: 2, age: 2);
        Write("TestResults/2.trx", "a.dll", passed: 5, failed: 0, age: 1);
        Write("TestResults/3.trx", "b.dll", passed: 7, failed: 1, age: 1);
        Write("other/4.trx", null, passed: 1, failed: 9, age: 2);
        Write("other/5.trx", null, passed: 10, failed: 0, age: 1);

        var reports = TestReports.In(Folder["reports"]);

        Assert.Equal((22, 1), (reports.Passed, reports.Failed));
    }

    [Fact]
    public void In_FolderThatMayNotBeRead_IsPassedOver()
    {
        Write("TestResults/1.trx", "a.dll", passed: 3, failed: 2, age: 1);
        var data = Directory.CreateDirectory(Folder["reports/data"]).FullName;

        Assert.Equal(3, Unprivileged.Run(Folder.Path, [data], () => TestReports.In(Folder["reports"])).Passed);
    }

    void Write(string name, string? assembly, int passed, int failed, int age)
    {
        var path = Folder[$"reports/{name}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var definitions = assembly is null ? "" : $"<TestDefinitions><UnitTest storage=\"{assembly}\"/></TestDefinitions>";
        File.WriteAllText(path, $"<TestRun>{definitions}<ResultSummary><Counters passed=\"{passed}\" failed=\"{failed}\" error=\"0\"/></ResultSummary></TestRun>");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-age));
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
