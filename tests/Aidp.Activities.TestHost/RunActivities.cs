using System.Diagnostics;
using System.Text.Json;
using Aidp.Activities.Activities;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Configuration;
using Aidp.Activities.Workspaces;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Activities.TestHost;

/// <summary>The activities of a short run, one after the other, as a host makes them.</summary>
static class RunActivities
{
    static readonly GuardPolicy _guard = new() { Settings = new() { Exclude = ["forbidden"] } };

    public static async Task<int> RunAsync(string state, string location, string baseCommit, string script, int killAt)
    {
        DiagnosticListener.AllListeners.Subscribe(new KillSwitch("Aidp.Durable", killAt));
        await using var services = Services(state);
        await using var client = RunningClient.Create();
        var repository = new RepositorySource { Location = location, BaseCommit = baseCommit };
        var task = await services.GetRequiredService<ArtifactStore>().WriteTextAsync(ArtifactName.Of("r1", 0, "task.md"), "Do it.");
        var workspace = await MakeAsync(services, client, state, repository);
        var called = await services.GetRequiredService<ExecuteAgent>().RunAsync(
            new ExecuteAgentInput
            {
                Step = Step(2, 1),
                Workspace = workspace,
                Agent = new AgentSettings { Name = "command", Command = script },
                Prompt = new PromptParts { Task = task, MaxIterations = 5 },
                Guard = _guard,
            },
            client,
            CancellationToken.None);
        Console.WriteLine($"{called.Outcome} {called.FinalMessage?.Preview} {called.Error}");
        var enforced = await services.GetRequiredService<EnforceGuard>().RunAsync(
            new EnforceGuardInput { Step = Step(3, 1), Workspace = called.Workspace, Before = workspace.Commit, Guard = _guard },
            CancellationToken.None);
        Console.WriteLine($"{called.Guard?.ViolationCount} forbidden, {enforced.Guard?.ViolationCount} undone");
        // As a check does.
        await using (var opened = await services.GetRequiredService<RunWorkspaces>().OpenAsync(enforced.Workspace, CancellationToken.None))
        {
            await opened.PrepareAsync(CancellationToken.None);
            await File.WriteAllTextAsync(Path.Combine(opened.Directory, "formatted"), "yes");
        }

        var committed = await services.GetRequiredService<CommitChanges>().RunAsync(new CommitChangesInput { Step = Step(4, 1), Workspace = enforced.Workspace, Message = "Format", Guard = _guard }, CancellationToken.None);
        var published = await services.GetRequiredService<PublishBranch>().RunAsync(new PublishBranchInput { Step = Step(5, 1), Workspace = committed.Workspace, Message = "Published", Guard = _guard }, CancellationToken.None);
        await services.GetRequiredService<RemoveWorktree>().RunAsync(new RemoveWorktreeInput { Step = Step(6, 1), Workspace = committed.Workspace }, CancellationToken.None);
        Console.WriteLine(published.Error ?? published.Branch);
        return 0;
    }

    /// <summary>What a history has is not done again: the worktree of a run whose agent was called is not made a second time.</summary>
    static async Task<Workspace> MakeAsync(ServiceProvider services, DurableTaskClient client, string state, RepositorySource repository)
    {
        var history = Path.Combine(state, "history.json");
        if (File.Exists(history))
        {
            return JsonSerializer.Deserialize<Workspace>(await File.ReadAllTextAsync(history))!;
        }

        var made = await services.GetRequiredService<CreateWorktree>().RunAsync(
            new CreateWorktreeInput { Step = Step(1, 0), Repository = repository, Slug = "task", Setup = new SetupSettings { Commands = ["echo built > ignored"] } },
            client,
            CancellationToken.None);
        await File.WriteAllTextAsync(history, JsonSerializer.Serialize(made.Workspace ?? throw new InvalidOperationException(made.Error)));
        return made.Workspace;
    }

    static ServiceProvider Services(string state) => new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddAidpActivities(options => (options.StateFolder, options.Host) = (state, new HostSettings { Limits = new ArtifactLimits { MinimumFreeBytes = 0 } }))
        .AddTransient<CreateWorktree>().AddTransient<ExecuteAgent>().AddTransient<CommitChanges>().AddTransient<EnforceGuard>().AddTransient<PublishBranch>().AddTransient<RemoveWorktree>()
        .BuildServiceProvider();

    static StepContext Step(int number, int iteration) => new() { Run = "r1", Instance = "r1:loop", Iteration = iteration, Number = number };
}
