using Aidp.Activities.Agents;
using Aidp.Activities.Agents.Demo;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Tests.Agents;

public sealed class DemoAgentTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-demo-").FullName;
    readonly ProcessRunner _runner = new(TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task DemoRepository_ThreeCallsOfTheAgent_TurnItGreenOneStepAtATime()
    {
        foreach (var (path, text) in DemoFiles.RepositoryFiles)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
            await File.WriteAllTextAsync(Path.Combine(_folder, path), text, TestContext.Current.CancellationToken);
        }

        var failures = new List<int> { await FailuresAsync() };
        var complete = new List<bool>();
        for (var call = 0; call < 4; call++)
        {
            var said = await RunAsync(DemoAgent.Definition.Arguments(new AgentCall(new() { Name = "demo", Arguments = ["0"] }, null, null)));
            complete.Add(FinalMessage.Read(said.Output.Tail, "").SaysComplete);
            failures.Add(await FailuresAsync());
        }

        Assert.Equal([7, 5, 2, 0, 0], failures);
        Assert.Equal([false, false, true, true], complete);
    }

    [Fact]
    public async Task AnotherRepository_Call_FailsWithTheWayOut()
    {
        var result = await RunAsync(DemoAgent.Definition.Arguments(new AgentCall(new() { Name = "demo", Arguments = ["0"] }, null, null)));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--agent", result.Error.Tail, StringComparison.Ordinal);
    }

    async Task<int> FailuresAsync()
    {
        var result = await RunAsync(["tests/run.sh"]);
        var failures = result.Output.Tail.Split('\n').Count(line => line.StartsWith("not ok", StringComparison.Ordinal));
        Assert.Equal(failures == 0 ? 0 : 1, result.ExitCode);
        return failures;
    }

    Task<ProcessResult> RunAsync(IReadOnlyList<string> arguments) => _runner.RunAsync(
        new ProcessCommand
        {
            Executable = "sh",
            Arguments = arguments,
            WorkingDirectory = _folder,
            Environment = ProcessEnvironment.Create(),
            Input = StandardInput.Text("a prompt"),
            Timeout = TimeSpan.FromSeconds(30),
        },
        TestContext.Current.CancellationToken);
}
