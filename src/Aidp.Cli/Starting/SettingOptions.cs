using System.CommandLine;
using Aidp.Cli.Verbs;

namespace Aidp.Cli.Starting;

/// <summary>The options of a command line that are settings: they go before the files and the environment.</summary>
sealed class SettingOptions
{
    readonly Option<string?> _agent = new("--agent") { Description = "The agent: claude, codex, demo.", HelpName = "NAME" };
    readonly Option<string?> _agentCommand = new("--agent-command") { Description = "Any program as the agent: it reads the prompt on standard input and changes files in its working directory.", HelpName = "CMD" };
    readonly Option<string[]> _checks = new("--check") { Description = "A command that judges the work; can be given several times.", HelpName = "NAME=CMD", DefaultValueFactory = _ => [] };
    readonly Option<string?> _maxIterations = new("--max-iterations") { Description = "How many iterations the run may take.", HelpName = "N" };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Verb verb)
    {
        foreach (var option in new Option[] { _agent, _agentCommand, _checks, _maxIterations })
        {
            verb.Add(option);
        }

        verb.Refuse(parse => parse.GetValue(_agent) is not null && parse.GetValue(_agentCommand) is not null ? "--agent names a known agent, --agent-command gives any other program: give one of them." : null);
    }

    /// <summary>What was given, by the dotted path of the setting.</summary>
    public Dictionary<string, string> Named(ParseResult parse)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in new[]
        {
            ("agent", parse.GetValue(_agent)),
            ("agent_command", parse.GetValue(_agentCommand)),
            ("max_iterations", parse.GetValue(_maxIterations)),
        })
        {
            if (value is not null)
            {
                named[path] = value;
            }
        }

        return named;
    }

    /// <summary>The checks that were given.</summary>
    /// <exception cref="CommandException">One is not <c>NAME=COMMAND</c>.</exception>
    public IReadOnlyList<(string Name, string Command)> Checks(ParseResult parse) => [.. (parse.GetValue(_checks) ?? []).Select(Check)];

    static (string Name, string Command) Check(string text) => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } command]
        ? (name, command)
        : throw new CommandException(ExitCodes.Usage, $"--check takes NAME=COMMAND, for example --check test='npm test', not '{text}'.");
}
