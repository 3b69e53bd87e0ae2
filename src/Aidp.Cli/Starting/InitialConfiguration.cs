using Aidp.Activities.Checks;
using Aidp.Activities.Configuration;
using Aidp.Orchestrations.Settings;

namespace Aidp.Cli.Starting;

/// <summary>The text of a first <c>aidp.yml</c>: what was found, and what else could be said.</summary>
static class InitialConfiguration
{
    const string Checks = """
        # checks:
        #   - name: test
        #     run: "./run-tests"
        #     category: test

        """;

    /// <summary>The text.</summary>
    /// <param name="schema">The path of the JSON Schema, relative to the file.</param>
    /// <param name="agent">The agent that is there; null for none.</param>
    /// <param name="checks">The checks that were found.</param>
    public static string Write(string schema, string? agent, IReadOnlyList<DetectedCheck> checks)
    {
        var defaults = new RunSettings { Agents = [] };
        return $"""
            # yaml-language-server: $schema={schema}
            # How Aidp works on this repository. What is left out has its default:
            # `aidp config show` lists every setting, `aidp config validate` checks this file.

            # Who changes the files: claude, codex, or, with agent_command, any other program.
            {(agent is null ? "# agent: claude" : $"agent: {agent}")}

            # Commands that judge the work, run in a fresh worktree; exit code 0 means passed.
            {(checks.Count == 0 ? Checks : CheckDetection.ToYaml(checks)).TrimEnd()}

            # What makes a fresh worktree usable: commands, and files that git ignores to copy into it.
            # Lock files are recognised without being named here.
            # setup:
            #   commands:
            #     - "./prepare"
            #   copy:
            #     - ".env.test"
            #   timeout: {DurationText.Format(defaults.Setup.Timeout)}

            # How many iterations a run may take.
            # max_iterations: {defaults.MaxIterations}

            # What a run may use before it stops and says so; unlimited where nothing is said.
            # budget:
            #   wall_time: 2h
            #   cost_usd: 5

            # Whether tasks that the agent filed must be done before the run completes.
            # require_tasks: {(defaults.RequireTasks ? "true" : "false")}

            # The style guide, repeated to the agent now and then.
            # style_guide: docs/style.md

            """;
    }
}
