using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Confinement;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Configuration;

/// <summary>Turns checked values into settings, and finds what is wrong between them.</summary>
static class SettingsBinder
{
    /// <summary>The settings; they are usable only when no problem was added.</summary>
    public static (RunSettings Run, HostSettings Host) Bind(SettingValue values, List<ConfigurationProblem> problems)
    {
        var run = new RunSettings { Agents = AgentChoice.Bind(values, problems) };
        run = run with
        {
            Checks = BindChecks(values, problems),
            Setup = new SetupSettings
            {
                Commands = Texts(values, "setup.commands"),
                Copy = Texts(values, "setup.copy"),
                Timeout = Get(values, "setup.timeout", run.Setup.Timeout),
            },
            MaxIterations = (int)Get(values, "max_iterations", (long)run.MaxIterations),
            Budget = new BudgetSettings
            {
                WallTime = Optional<TimeSpan>(values, "budget.wall_time"),
                AgentTime = Optional<TimeSpan>(values, "budget.agent_time"),
                Tokens = Optional<long>(values, "budget.tokens"),
                CostUsd = Optional<decimal>(values, "budget.cost_usd"),
            },
            Guard = new GuardSettings
            {
                Include = Texts(values, "guard.include"),
                Exclude = Texts(values, "guard.exclude"),
                Confirm = Texts(values, "guard.confirm"),
                MaxLinesPerCommit = (int?)Optional<long>(values, "guard.max_lines_per_commit"),
                MaxFiles = (int?)Optional<long>(values, "guard.max_files"),
                AllowProtected = Texts(values, "guard.allow_protected"),
            },
            Tiers = BindTiers(values, run.Tiers, problems),
            RequireTasks = Get(values, "require_tasks", run.RequireTasks),
            StyleGuide = values.At("style_guide")?.Content as string,
            MaxPromptBytes = (int)Get(values, "max_prompt", (long)run.MaxPromptBytes),
        };
        foreach (var (tier, origin) in AgentChoice.TiersOf(values).Where(named => !run.Tiers.Order.Contains(named.Tier)))
        {
            problems.Add(new(origin, $"'{tier}' is not a tier. {(NearestName.Of(tier, run.Tiers.Order) is { } nearest ? $"Did you mean '{nearest}'?" : $"Known are: {string.Join(", ", run.Tiers.Order)}.")}"));
        }

        return (run, BindHost(values, problems));
    }

    internal static IReadOnlyList<string> Texts(SettingValue values, string path) => [.. (values.At(path)?.Items ?? []).Select(item => (string)item.Content)];

    internal static T Get<T>(SettingValue values, string path, T otherwise) => values.At(path)?.Content is T value ? value : otherwise;

    static T? Optional<T>(SettingValue values, string path) where T : struct => values.At(path)?.Content is T value ? value : null;

    static List<CheckSettings> BindChecks(SettingValue values, List<ConfigurationProblem> problems)
    {
        var checks = new List<CheckSettings>();
        foreach (var item in (values.At("checks")?.Items ?? []).Where(item => item.At("name") is not null && item.At("run") is not null))
        {
            var name = (string)item.At("name")!.Content;
            if (checks.Exists(check => string.Equals(check.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add(new(item.At("name")!.Origin, $"There is already a check '{name}': give this one another name."));
            }

            var plain = new CheckSettings { Name = name, Run = (string)item.At("run")!.Content };
            checks.Add(plain with
            {
                Category = Word<CheckCategory>(item, "category") ?? CategoryOf(plain),
                Required = Get(item, "required", plain.Required),
                RunAfter = Word<CheckPhase>(item, "run_after") ?? plain.RunAfter,
                Timeout = Get(item, "timeout", plain.Timeout),
            });
        }

        return checks;
    }

    // A check named after a category, as --check test=... is, belongs to it.
    static CheckCategory CategoryOf(CheckSettings check) => check.Name.ToLowerInvariant() switch
    {
        "test" or "tests" => CheckCategory.Test,
        "lint" => CheckCategory.Lint,
        "format" => CheckCategory.Format,
        "build" => CheckCategory.Build,
        "documentation" or "docs" => CheckCategory.Documentation,
        _ => CheckCategory.Custom,
    };

    static T? Word<T>(SettingValue values, string path) where T : struct => values.At(path)?.Content is string word ? JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(word)) : null;

    static TierSettings BindTiers(SettingValue values, TierSettings defaults, List<ConfigurationProblem> problems)
    {
        var order = values.At("tiers.order") is null ? defaults.Order : Texts(values, "tiers.order");
        // An order of one's own begins at its beginning and may rise to its end.
        var own = values.At("tiers.order") is not null;
        var tiers = defaults with
        {
            Order = order,
            Start = Get(values, "tiers.start", own && !order.Contains(defaults.Start) ? order[0] : defaults.Start),
            Max = Get(values, "tiers.max", own && !order.Contains(defaults.Max) ? order[^1] : defaults.Max),
            FailuresPerModel = (int)Get(values, "tiers.failures_per_model", (long)defaults.FailuresPerModel),
        };
        foreach (var (path, tier) in new[] { ("tiers.start", tiers.Start), ("tiers.max", tiers.Max) }.Where(pair => !order.Contains(pair.Item2)))
        {
            problems.Add(new(values.At(path)?.Origin ?? Origin.Default, $"'{path}': '{tier}' is not one of {string.Join(", ", order)}."));
        }

        var (start, max) = (order.ToList().IndexOf(tiers.Start), order.ToList().IndexOf(tiers.Max));
        if (start >= 0 && max >= 0 && start > max)
        {
            problems.Add(new((values.At("tiers.max") ?? values.At("tiers.start"))?.Origin ?? Origin.Default, $"'tiers.max' ({tiers.Max}) is below 'tiers.start' ({tiers.Start})."));
        }

        return tiers;
    }

    static List<GitCredentialSettings> BindGitCredentials(SettingValue values, List<ConfigurationProblem> problems)
    {
        var credentials = new List<GitCredentialSettings>();
        foreach (var item in (values.At("git_credentials")?.Items ?? []).Where(item => item.At("host") is not null))
        {
            var plain = new GitCredentialSettings { Host = (string)item.At("host")!.Content, TokenVariable = item.At("token_env")?.Content as string, TokenFile = item.At("token_file")?.Content as string };
            if (plain.TokenVariable is null == plain.TokenFile is null)
            {
                problems.Add(new(item.At("host")!.Origin, $"The token for '{plain.Host}' is either in a variable (token_env) or in a file (token_file): give one of them."));
            }

            credentials.Add(plain with { User = Get(item, "user", plain.User) });
        }

        return credentials;
    }

    static HostSettings BindHost(SettingValue values, List<ConfigurationProblem> problems)
    {
        var defaults = new HostSettings();
        return new HostSettings
        {
            State = values.At("state")?.Content as string,
            Sandbox = Get(values, "sandbox", "auto") switch { "required" => SandboxMode.Required, "off" => SandboxMode.Off, _ => SandboxMode.Auto },
            Store = values.At("artifacts.store")?.Content is "azure" ? ArtifactStoreKind.Azure : ArtifactStoreKind.Directory,
            Container = Get(values, "artifacts.container", defaults.Container),
            ConnectionVariable = Get(values, "artifacts.connection_env", defaults.ConnectionVariable),
            Limits = new ArtifactLimits
            {
                RunBytes = Get(values, "artifacts.run_cap", defaults.Limits.RunBytes),
                MinimumFreeBytes = Get(values, "artifacts.min_free", defaults.Limits.MinimumFreeBytes),
                Retention = Get(values, "artifacts.retention", defaults.Limits.Retention),
            },
            GitCredentials = BindGitCredentials(values, problems),
        };
    }
}
