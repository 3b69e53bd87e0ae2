using System.Diagnostics;
using Aidp.Activities;
using Aidp.Activities.Activities;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Configuration;
using Aidp.Activities.Workspaces;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Aidp.EndToEnd.Tests.Agents;

/// <summary>The real command lines of vendors, each at work on a real repository, talking to a scripted model on loopback: the first attempt fails its test, the second one does not.</summary>
public sealed class RealAgentTests : IDisposable
{
    const string Key = "sk-test-0123456789-never-shown";

    static readonly TimeSpan _limit = TimeSpan.FromMinutes(3);

    static readonly DurableTaskClient _client = RunningClient();

    readonly string _folder = Directory.CreateTempSubdirectory("aidp-agents-").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Claude_ScriptedModel_FinishesAChangeAtTheSecondAttempt()
    {
        var claude = NodeTools.Require("claude");
        var file = Path.Combine(_folder, "state", "worktrees");
        var model = new AnthropicModel(prompt => Knows(prompt)
            ? (Path.Combine(WorktreeIn(file), "value"), "42\n", "It is 42 now.\n\nSTATUS: COMPLETE")
            : (Path.Combine(WorktreeIn(file), "value"), "41\n", "I wrote a value."));
        await using var server = await ModelServer.StartAsync("/v1/messages", model.Answer);
        Environment.SetEnvironmentVariable("ANTHROPIC_BASE_URL", server.Address);
        Environment.SetEnvironmentVariable("ANTHROPIC_API_KEY", Key);
        Environment.SetEnvironmentVariable("CLAUDE_CONFIG_DIR", Path.Combine(_folder, "claude"));

        var (first, second) = await WorkAsync(new AgentSettings { Name = "claude", Executable = claude, Timeout = _limit });

        Assert.Equal((200, 60, 2, 0), (first.Usage.InputTokens, first.Usage.OutputTokens, first.Usage.Turns, first.Usage.CallsOfUnknownCost));
        Assert.True(first.Usage.CostUsd > 0 && second.Usage.CostUsd > 0);
    }

    [Fact]
    public async Task Codex_ScriptedModel_FinishesAChangeAtTheSecondAttempt()
    {
        var codex = NodeTools.Require("codex");
        var model = new ResponsesModel(prompt => Knows(prompt) ? ("echo 42 > value", "It is 42 now.\n\nSTATUS: COMPLETE") : ("echo 41 > value", "I wrote a value."));
        await using var server = await ModelServer.StartAsync("/v1/responses", model.Answer);
        Environment.SetEnvironmentVariable("CODEX_API_KEY", Key);
        Environment.SetEnvironmentVariable("CODEX_HOME", Directory.CreateDirectory(Path.Combine(_folder, "codex")).FullName);

        var (first, second) = await WorkAsync(new AgentSettings
        {
            Name = "codex",
            Executable = codex,
            Timeout = _limit,
            Arguments =
            [
                "-c", $$"""model_providers.scripted={name="scripted",base_url="{{server.Address}}/v1",wire_api="responses",env_key="CODEX_API_KEY"}""",
                "-c", "model_provider=\"scripted\"",
                // The machine of the tests may have none of the sandboxes that codex knows.
                "-c", "sandbox_mode=\"danger-full-access\"",
            ],
        });

        Assert.Equal(new Usage { InputTokens = 200, OutputTokens = 60, Turns = 1, CallsOfUnknownCost = 1 }, first.Usage);
        Assert.Equal(1, second.Usage.CallsOfUnknownCost);
    }

    /// <summary>Two calls: the second prompt says what the test said after the first.</summary>
    async Task<(ExecuteAgentResult First, ExecuteAgentResult Second)> WorkAsync(AgentSettings agent)
    {
        await using var services = Services();
        var artifacts = services.GetRequiredService<ArtifactStore>();
        var workspace = await StartAsync(services, await RepositoryAsync());
        var parts = new PromptParts { Task = await artifacts.WriteTextAsync(ArtifactName.Of("r1", 0, "task.md"), "Write the answer into the file value.", Stop), MaxIterations = 5 };

        var first = await CallAsync(services, new ExecuteAgentInput { Step = Step(2, 1), Workspace = workspace, Agent = agent, Prompt = parts });
        Assert.True(first.Outcome == AgentOutcome.Completed, first.Error);
        Assert.False(first.SaysComplete);
        var failed = await TestAsync(services);
        Assert.Equal(1, failed.ExitCode);

        var report = await artifacts.WriteTextAsync(ArtifactName.Of("r1", 1, "diagnosis.md"), failed.Output, Stop);
        var second = await CallAsync(services, new ExecuteAgentInput { Step = Step(3, 2), Workspace = first.Workspace, Agent = agent, Prompt = parts with { Diagnosis = report.Artifact } });
        Assert.True(second.Outcome == AgentOutcome.Completed, second.Error);
        Assert.Equal((true, 1), (second.SaysComplete, second.FilesChanged));
        Assert.Equal(0, (await TestAsync(services)).ExitCode);
        foreach (var written in Directory.EnumerateFiles(Path.Combine(_folder, "state", "artifacts"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Key, await File.ReadAllTextAsync(written, Stop), StringComparison.Ordinal);
        }

        return (first, second);
    }

    static bool Knows(string prompt) => prompt.Contains("expected 42", StringComparison.Ordinal);

    static string WorktreeIn(string folder) => Directory.EnumerateDirectories(folder).Single();

    async Task<string> RepositoryAsync()
    {
        var repository = Directory.CreateDirectory(Path.Combine(_folder, "repository")).FullName;
        await File.WriteAllTextAsync(Path.Combine(repository, "test.sh"), "[ \"$(cat value)\" = 42 ] || { echo expected 42; exit 1; }\n", Stop);
        foreach (var command in (string[])["init -q -b main", "add -A", "-c user.name=User -c user.email=user@example.com commit -q -m First"])
        {
            Assert.Equal(0, (await RunAsync("git", command, repository)).ExitCode);
        }

        return repository;
    }

    static async Task<(int ExitCode, string Output)> TestAsync(ServiceProvider services) => await RunAsync("sh", "test.sh", services.GetRequiredService<StateFolder>().Worktree("r1"));

    static async Task<(int ExitCode, string Output)> RunAsync(string program, string arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, output.Trim());
    }

    static async Task<Workspace> StartAsync(ServiceProvider services, string repository)
    {
        var head = (await RunAsync("git", "rev-parse HEAD", repository)).Output;
        var made = await services.GetRequiredService<CreateWorktree>().RunAsync(
            new CreateWorktreeInput { Step = Step(1, 0), Repository = new RepositorySource { Location = repository, BaseCommit = head }, Slug = "answer", Setup = new SetupSettings() },
            _client,
            Stop);
        return made.Workspace ?? throw new InvalidOperationException(made.Error);
    }

    static Task<ExecuteAgentResult> CallAsync(ServiceProvider services, ExecuteAgentInput input) => services.GetRequiredService<ExecuteAgent>().RunAsync(input, _client, Stop);

    static StepContext Step(int number, int iteration) => new() { Run = "r1", Instance = "r1:loop", Iteration = iteration, Number = number };

    ServiceProvider Services() => new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddAidpActivities(options => (options.StateFolder, options.Host) = (Path.Combine(_folder, "state"), new HostSettings { Limits = new ArtifactLimits { MinimumFreeBytes = 0 } }))
        .AddTransient<CreateWorktree>().AddTransient<ExecuteAgent>().BuildServiceProvider();

    static DurableTaskClient RunningClient()
    {
        var client = new Mock<DurableTaskClient>("test");
        var converter = new Mock<DataConverter> { CallBase = true };
        client.Setup(known => known.GetInstanceAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>())).ReturnsAsync(() =>
            new OrchestrationMetadata("WorkLoop", "r1:loop") { RuntimeStatus = OrchestrationRuntimeStatus.Running, DataConverter = converter.Object });
        return client.Object;
    }
}
