using Aidp.Activities.Checks;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Checks;

public sealed class FailureDiagnosisTests : CheckFixture
{
    [Fact]
    public async Task Run_NewAndRepeatedFailures_AreToldApart()
    {
        var workspace = await StartAsync();
        var check = await RunAsync(Input(workspace, "echo 'not ok 1 - parses'; echo 'not ok 2 - prints'; exit 1"));
        var result = await Diagnosis.RunAsync(Input(workspace, check) with { Before = ["test: parses", "test: gone"], FailedBefore = ["test"] }, Stop);

        Assert.Equal(["test: parses", "test: prints"], result.Failures);
        Assert.Equal((1, 1), (result.New, result.Repeated));
        var report = await ReadAsync(result.Report);
        Assert.All(["again: parses", "new: prints", "1 of the iteration before gone", "already failed before the work began", "not ok 2 - prints"], expected => Assert.Contains(expected, report, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SinceTheLastPass_NamesWhatChanged()
    {
        var workspace = await StartAsync();
        var (next, _) = await StepAsync(workspace, 1, "echo x > suspicious.txt");
        var check = await RunAsync(Input(next, "exit 1"));
        var result = await Diagnosis.RunAsync(Input(next, check) with { LastPass = workspace.Commit }, Stop);

        Assert.Contains("suspicious.txt", await ReadAsync(result.Report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TwiceAndEndedHalfWay_IsTheSameReport()
    {
        var workspace = await StartAsync();
        var input = Input(workspace, await RunAsync(Input(workspace, "exit 1")));
        using var stop = new BoundaryStop();
        await stop.AtAsync("artifact.put.before", () => Diagnosis.RunAsync(input, Stop));
        var first = await Diagnosis.RunAsync(input, Stop);
        var second = await Diagnosis.RunAsync(input, Stop);

        Assert.Equal(first.Report, second.Report);
        Assert.Single(await Store.ListAsync("r1", cancellationToken: Stop), artifact => artifact.Name.File.StartsWith("diagnosis-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_LongOutputs_StaysWithinItsBound()
    {
        var workspace = await StartAsync();
        var checks = new List<CheckResult>();
        for (var i = 0; i < 5; i++)
        {
            checks.Add(await RunAsync(Input(workspace, "yes 'error: something went wrong again' | head -3000; exit 1", step: 2 + i, name: $"check {i}")));
        }

        var result = await Diagnosis.RunAsync(new DiagnoseFailureInput { Step = Step(9), Workspace = workspace, Checks = checks }, Stop);

        Assert.InRange((await ReadAsync(result.Report))!.Length, 500, 40_000);
    }

    FailureDiagnosis Diagnosis => new(Workspaces, Store);

    static DiagnoseFailureInput Input(Workspace workspace, CheckResult check) => new() { Step = Step(3), Workspace = workspace, Checks = [check] };
}
