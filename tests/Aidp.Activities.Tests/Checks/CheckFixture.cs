using Aidp.Activities.Artifacts;
using Aidp.Activities.Checks;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Checks;

/// <summary>A run on a real repository, with a store for its artifacts.</summary>
public abstract class CheckFixture : WorkspaceFixture
{
    protected CheckFixture() => User.WithCommit();

    private protected ArtifactStore Store => new DirectoryArtifactStore(Folder["state/artifacts"], new ArtifactLimits { MinimumFreeBytes = 0 }, []);

    private protected CheckRunner Runner => new(Workspaces, Store, Sandbox, Processes, TimeProvider.System);

    private protected static StepContext Step(int number, int iteration = 1) => new() { Run = "r1", Instance = "r1:loop", Iteration = iteration, Number = number };

    private protected static RunCheckInput Input(Workspace workspace, string command, int step = 2, string name = "test", CheckCategory category = CheckCategory.Test, TimeSpan? timeout = null) => new()
    {
        Step = Step(step),
        Workspace = workspace,
        Check = new CheckSettings { Name = name, Run = command, Category = category, Timeout = timeout ?? TimeSpan.FromMinutes(2) },
    };

    private protected Task<CheckResult> RunAsync(RunCheckInput input) => Runner.RunAsync(input, CancellationToken.None, Stop);

    private protected Task<string?> ReadAsync(string? artifact) => Store.ReadTextAsync(ArtifactName.Parse(artifact!), cancellationToken: Stop);
}
