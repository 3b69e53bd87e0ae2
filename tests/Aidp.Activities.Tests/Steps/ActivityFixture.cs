using Aidp.Activities.Activities;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Configuration;
using Aidp.Activities.Confinement;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Activities.Workspaces;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Aidp.Activities.Tests.Steps;

/// <summary>Activities as a host makes them, on a real repository and a state folder; only the durable client is scripted.</summary>
public abstract class ActivityFixture : WorkspaceFixture, IAsyncDisposable
{
    readonly Mock<DurableTaskClient> _client = new("test");
    readonly SandboxMode _sandbox;
    readonly ServiceProvider _services;

    private protected ActivityFixture(SandboxMode sandbox = SandboxMode.Auto)
    {
        Instance = Seen(OrchestrationRuntimeStatus.Running);
        _client.Setup(client => client.GetInstanceAsync("r1:loop", It.IsAny<bool>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => Instance);
        _sandbox = sandbox;
        _services = Host(new ArtifactLimits { MinimumFreeBytes = 0 });
    }

    /// <summary>The activities of another host on the same state folder.</summary>
    private protected ServiceProvider Host(ArtifactLimits limits) => new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddAidpActivities(options => (options.StateFolder, options.Host) = (Folder["state"], new HostSettings { Sandbox = _sandbox, Limits = limits }))
        .AddTransient<CreateWorktree>().AddTransient<ExecuteAgent>().AddTransient<CommitChanges>().AddTransient<EnforceGuard>().AddTransient<PublishBranch>().AddTransient<RemoveWorktree>()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

    /// <summary>The instance as the client sees it.</summary>
    private protected OrchestrationMetadata? Instance { get; set; }

    /// <summary>The instance with this status and custom status.</summary>
    private protected static OrchestrationMetadata Seen(OrchestrationRuntimeStatus status, string? custom = null) =>
        new("WorkLoop", "r1:loop") { RuntimeStatus = status, DataConverter = new PlainConverter(), SerializedCustomStatus = custom };

    private protected DurableTaskClient Client => _client.Object;

    private protected ArtifactStore Artifacts => _services.GetRequiredService<ArtifactStore>();

    private protected StateFolder State => _services.GetRequiredService<StateFolder>();

    private protected T Activity<T>() where T : notnull => _services.GetRequiredService<T>();

    private protected static StepContext Step(int number, int iteration = 1) => new() { Run = "r1", Instance = "r1:loop", Iteration = iteration, Number = number };

    private protected static AgentSettings Command(string script) => new() { Name = "command", Command = script, Timeout = TimeSpan.FromMinutes(2), IdleTimeout = TimeSpan.FromMinutes(2) };

    /// <summary>The input of an agent step.</summary>
    private protected async Task<ExecuteAgentInput> InputAsync(Workspace workspace, AgentSettings agent, int step = 2, string task = "Do it.") => new()
    {
        Step = Step(step),
        Workspace = workspace,
        Agent = agent,
        Prompt = new PromptParts { Task = await Artifacts.WriteTextAsync(ArtifactName.Of("r1", 0, "task.md"), task, Stop), MaxIterations = 5 },
    };

    private protected async Task<ExecuteAgentResult> CallAsync(ExecuteAgentInput input) => await Activity<ExecuteAgent>().RunAsync(input, Client, Stop);

    private protected async Task<ExecuteAgentResult> CallAsync(Workspace workspace, string script) => await CallAsync(await InputAsync(workspace, Command(script)));

    private protected async Task<string> TextAsync(string? artifact) => await Artifacts.ReadTextAsync(ArtifactName.Parse(artifact!), cancellationToken: Stop) ?? "";

    private protected async Task<string> TextAsync(TextReference? text) => await TextAsync(text?.Artifact);

    /// <summary>How many commits the journal has.</summary>
    private protected int JournalLength() => int.Parse(UserRepository.GitIn(State.Repository(User.Path), "rev-list", "--count", $"{User.Head}..refs/aidp/runs/r1"), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Dispose();
        GC.SuppressFinalize(this);
    }
}
