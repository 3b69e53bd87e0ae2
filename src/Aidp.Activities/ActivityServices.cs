using Aidp.Activities.Agents;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Checks;
using Aidp.Activities.Checks.Metrics;
using Aidp.Activities.Confinement;
using Aidp.Activities.Git;
using Aidp.Activities.Guard;
using Aidp.Activities.Processes;
using Aidp.Activities.Setup;
using Aidp.Activities.Workspaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Aidp.Activities;

/// <summary>Adds what the activities need, on either host.</summary>
public static class ActivityServices
{
    /// <summary>Adds the activities' services; the host's configuration sets <see cref="ActivityOptions"/>, and <paramref name="configure"/> has the last word.</summary>
    public static IServiceCollection AddAidpActivities(this IServiceCollection services, Action<ActivityOptions>? configure = null)
    {
        var options = services.AddOptions<ActivityOptions>().BindConfiguration(ActivityOptions.Section);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ProcessRunner(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<StateFolder>().Launches));
        services.AddSingleton(provider => new GitCredentials(Options(provider).Host.GitCredentials));
        services.AddSingleton<GitRunner>();
        services.AddSingleton(provider => new StateFolder(Path.GetFullPath(Options(provider).StateFolder)));
        services.AddSingleton(provider => new Sandbox(Options(provider).Host.Sandbox, provider.GetRequiredService<StateFolder>(), [.. Options(provider).HiddenFolders], new Bubblewrap(), provider.GetRequiredService<ProcessRunner>()));
        services.AddSingleton(CreateArtifactStore);
        services.AddSingleton(provider => Build<RunWorkspaces>(provider, (state, runner, time) => new(state, provider.GetRequiredService<GitRunner>(), runner, time)));
        services.AddSingleton(provider => Build<AgentCalls>(provider, (state, runner, time) =>
            new(provider.GetRequiredService<RunWorkspaces>(), provider.GetRequiredService<ArtifactStore>(), provider.GetRequiredService<GuardEnforcement>(), provider.GetRequiredService<Sandbox>(), runner, state, time)));
        services.AddSingleton(provider => Build<GuardEnforcement>(provider, (state, _, _) => new(provider.GetRequiredService<GitRunner>(), state, provider.GetRequiredService<ArtifactStore>())));
        services.AddSingleton(provider => Build<WorktreeSetup>(provider, (state, runner, time) =>
            new(provider.GetRequiredService<RunWorkspaces>(), provider.GetRequiredService<ArtifactStore>(), provider.GetRequiredService<Sandbox>(), runner, provider.GetRequiredService<GitRunner>(), state, time)));
        services.AddSingleton(provider => Build<CheckRunner>(provider, (_, runner, time) =>
            new(provider.GetRequiredService<RunWorkspaces>(), provider.GetRequiredService<ArtifactStore>(), provider.GetRequiredService<Sandbox>(), runner, time)));
        services.AddSingleton(provider => new FailureDiagnosis(provider.GetRequiredService<RunWorkspaces>(), provider.GetRequiredService<ArtifactStore>()));
        services.AddSingleton(provider => new MetricsSurvey(provider.GetRequiredService<RunWorkspaces>(), provider.GetRequiredService<ArtifactStore>()));
        services.AddSingleton(provider =>
            new RunRetention(provider.GetRequiredService<RunWorkspaces>(), provider.GetRequiredService<ArtifactStore>(), Options(provider).Host.Limits, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    static T Build<T>(IServiceProvider provider, Func<StateFolder, ProcessRunner, TimeProvider, T> build) =>
        build(provider.GetRequiredService<StateFolder>(), provider.GetRequiredService<ProcessRunner>(), provider.GetRequiredService<TimeProvider>());

    static ActivityOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ActivityOptions>>().Value;

    static ArtifactStore CreateArtifactStore(IServiceProvider provider) =>
        Options(provider).Host.CreateArtifactStore(Path.GetFullPath(Options(provider).StateFolder), [.. provider.GetRequiredService<GitCredentials>().Secrets, .. SecretValues.OfThisProcess()], provider.GetRequiredService<TimeProvider>());
}
