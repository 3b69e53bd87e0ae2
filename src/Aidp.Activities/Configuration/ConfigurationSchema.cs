using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Configuration;

/// <summary>The one description of all settings.</summary>
static class ConfigurationSchema
{
    const string VariablePattern = "^[A-Za-z_][A-Za-z0-9_]{0,99}$";

    static readonly RunSettings _run = new() { Agents = [] };
    static readonly AgentSettings _agent = new() { Name = "" };
    static readonly CheckSettings _check = new() { Name = "", Run = "" };
    static readonly HostSettings _host = new();

    static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    static readonly TimeSpan _day = TimeSpan.FromDays(1);
    static readonly TimeSpan _month = TimeSpan.FromDays(30);

    static readonly TextNode _word = new("^[a-z0-9][a-z0-9_-]{0,49}$", "a name of lower-case letters, digits, '-' and '_'");
    static readonly TextNode _variable = new(VariablePattern, "the name of an environment variable (its value stays in the environment)");
    static readonly TextNode _path = new("^(?!/)(?!.*(^|/)\\.\\.(/|$)).+$", "a path inside the repository", 500);
    static readonly TextNode _pattern = new(GuardRules.Pattern, "a pattern as in .gitignore, which is no comment and ends in no space", GuardRules.MostPatternCharacters);
    static readonly TextNode _protectedName = new(GuardRules.Name, "the path of a file or folder in the repository, without patterns", GuardRules.MostPatternCharacters);
    static readonly TextNode _command = new(Maximum: 8000);

    static readonly SectionNode _agentSection = new(
        new("name", _word, "A known agent (claude, codex, demo ...), or command for any other program.") { Required = true },
        new("command", _command, "The shell command of agent 'command'; it reads the prompt on standard input."),
        new("executable", new TextNode(Maximum: 500), "The executable to start instead of the agent's own name."),
        new("args", new ListNode(new TextNode()), "Arguments added to those that the agent is started with."),
        new("env", new ListNode(_variable), "Names of environment variables that the agent may see; never their values."),
        new("models", new MapNode(_word, new ListNode(new TextNode(Maximum: 100), 1, 10)), "The models of each tier, in the order in which they are tried."),
        new("timeout", new DurationNode(_second, _day), "How long one call may take.") { Default = _agent.Timeout },
        new("idle_timeout", new DurationNode(_second, _day), "How long it may print nothing.") { Default = _agent.IdleTimeout });

    static readonly SectionNode _checkSection = new(
        new("name", new TextNode("^[^\\x00-\\x1f/\\\\]{1,80}$", "a name of 1 to 80 characters without slashes"), "Its name, unique in the run.") { Required = true },
        new("run", _command, "The shell command; exit code 0 means passed.") { Required = true },
        new("category", new ChoiceNode("custom", "test", "lint", "format", "build", "documentation"), "What it judges.") { Default = "custom" },
        new("required", new FlagNode(), "Whether the run cannot complete without it.") { Default = _check.Required },
        new("run_after", new ChoiceNode("each_unit", "on_completion", "full_loop"), "When it runs: in every iteration, when the agent says that it is complete, or once all else is done.") { Default = "each_unit" },
        new("timeout", new DurationNode(_second, _day), "How long it may run before its process tree is ended.") { Default = _check.Timeout });

    static readonly SectionNode _guardSection = new(
        new("include", new ListNode(_pattern, 0, GuardRules.MostPatterns), "Patterns as in .gitignore: when there are any, every changed file must match one."),
        new("exclude", new ListNode(_pattern, 0, GuardRules.MostPatterns), "Patterns as in .gitignore: no changed file may match one."),
        new("confirm", new ListNode(_pattern, 0, GuardRules.MostPatterns), "Patterns as in .gitignore: a changed file that matches one waits for a person's approval."),
        new("max_lines_per_commit", new NumberNode(1, GuardRules.MostLimit), "How many lines the published commit may add and remove, together."),
        new("max_files", new NumberNode(1, GuardRules.MostLimit), "How many files the published commit may change."),
        new("allow_protected", new ListNode(_protectedName, 0, GuardRules.MostPatterns), "Protected files and folders that may be changed, each by its whole path."));

    static readonly SectionNode _artifactsSection = new(
        new("store", new ChoiceNode("directory", "azure"), "Where artifacts go.") { Default = "directory" },
        new("container", new TextNode("^[a-z0-9](-?[a-z0-9]){2,62}$", "the name of a blob container"), "The blob container.") { Default = _host.Container },
        new("connection_env", _variable, "The environment variable that holds the connection string.") { Default = _host.ConnectionVariable },
        new("run_cap", new SizeNode(1 << 20, 1L << 40), "How much one run may store.") { Default = _host.Limits.RunBytes },
        new("min_free", new SizeNode(0, 1L << 50), "How much must stay free on the disk.") { Default = _host.Limits.MinimumFreeBytes },
        new("retention", new DurationNode(TimeSpan.FromHours(1), TimeSpan.FromDays(3650)), "How long a run's artifacts are kept.") { Default = _host.Limits.Retention });

    static readonly SectionNode _gitCredentialSection = new(
        new("host", new TextNode("^[A-Za-z0-9.\\[\\]:-]{1,255}$", "the name of a server as in its clone URLs, for example github.com"), "The server, with its port where its clone URLs have one.") { Required = true },
        new("user", new TextNode("^[^\\s:]{1,100}$", "a user name"), "The user name that goes with the token.") { Default = new GitCredentialSettings().User },
        new("token_env", _variable, "The environment variable that holds the token; it is taken out of the environment, so that no agent can have it."),
        new("token_file", new TextNode("^/.+$", "an absolute path", 500), "The file that holds the token, instead of a variable."));

    /// <summary>The whole file.</summary>
    public static SectionNode Root { get; } = new(
        new("agent", _word, "The agent to prefer: one of 'agents', or a known agent."),
        new("agent_command", _command, "A shell command to use as the agent; it reads the prompt on standard input."),
        new("agents", new ListNode(_agentSection, 1, 20), "The agents, the first preferred, the others as fallback."),
        new("checks", new ListNode(_checkSection, 0, 20), "The project's own commands that judge the work; detected when there are none."),
        new("setup", new SectionNode(
            new("commands", new ListNode(_command), "Shell commands that make a fresh worktree usable."),
            new("copy", new ListNode(_path), "Globs of ignored files to copy from the working copy."),
            new("timeout", new DurationNode(_second, _day), "How long all commands together may take.") { Default = _run.Setup.Timeout }), "What makes a fresh worktree usable."),
        new("max_iterations", new NumberNode(1, RunSettings.MostIterations), "How many iterations a run may take.") { Default = (long)_run.MaxIterations },
        new("budget", new SectionNode(
            new("wall_time", new DurationNode(_second, _month), "From the start of the run."),
            new("agent_time", new DurationNode(_second, _month), "All agent calls together."),
            new("tokens", new NumberNode(1, 1_000_000_000_000), "Tokens of all agent calls together."),
            new("cost_usd", new AmountNode(0, 1_000_000), "US dollars of all agent calls together.")), "What a run may use; nothing means unlimited."),
        new("guard", _guardSection, "What agents may change. Files that decide over what runs later are always protected: what configures git, Aidp, agents and continuous integration."),
        new("tiers", new SectionNode(
            new("order", new ListNode(_word, 1, 10), "The names of the tiers, the cheapest first.") { Default = _run.Tiers.Order },
            new("start", _word, "Where a run starts.") { Default = _run.Tiers.Start },
            new("max", _word, "As far as it may rise.") { Default = _run.Tiers.Max },
            new("failures_per_model", new NumberNode(1, 20), "How many iterations in a row each model of a tier may fail.") { Default = (long)_run.Tiers.FailuresPerModel }), "Tiers of models."),
        new("require_tasks", new FlagNode(), "Whether tasks that the agent filed must be done before the run completes.") { Default = _run.RequireTasks },
        new("style_guide", _path, "The style guide in the repository, repeated in the prompt every 5 iterations."),
        new("max_prompt", new SizeNode(4 << 10, 1 << 20), "The size that a prompt may have.") { Default = (long)_run.MaxPromptBytes },
        new("state", new TextNode(Maximum: 500), "The folder that holds store, clones, worktrees and artifacts.") { OfMachine = true },
        new("sandbox", new ChoiceNode("auto", "required", "off"), "Whether agents, checks and setup commands run in a sandbox (bubblewrap): where the machine has it, or not at all without it, or never.") { Default = "auto", OfMachine = true },
        new("artifacts", _artifactsSection, "Where transcripts, outputs and reports are kept.") { OfMachine = true },
        new("git_credentials", new ListNode(_gitCredentialSection, 0, 20), "What git servers with private repositories want from the host, for reading and for pushing the branch.") { OfMachine = true });

    /// <summary>All settings that are not lists or mappings with free keys, by their dotted paths.</summary>
    public static IReadOnlyDictionary<string, SchemaKey> Scalars { get; } = Flatten(Root, "").ToDictionary(pair => pair.Path, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The environment variable of a setting: <c>budget.cost_usd</c> is AIDP_BUDGET_COST_USD.</summary>
    public static string VariableOf(string path) => "AIDP_" + path.Replace('.', '_').ToUpperInvariant();

    static IEnumerable<(string Path, SchemaKey Key)> Flatten(SectionNode section, string prefix)
    {
        foreach (var key in section.Keys)
        {
            var inner = key.Node switch
            {
                SectionNode nested => Flatten(nested, $"{prefix}{key.Name}."),
                ScalarNode => [($"{prefix}{key.Name}", key)],
                _ => [],
            };
            foreach (var found in inner)
            {
                yield return found;
            }
        }
    }
}
