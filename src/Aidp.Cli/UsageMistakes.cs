using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Aidp.Activities.Configuration;
using Aidp.Cli.Terminals;
using Aidp.Cli.Verbs;

namespace Aidp.Cli;

/// <summary>Says what is wrong with a command line, and what may have been meant.</summary>
static class UsageMistakes
{
    /// <summary>What is wrong with a command line that could not be read.</summary>
    public static IEnumerable<string> Of(ParseResult parse)
    {
        var unknown = parse.UnmatchedTokens;
        return unknown.Count == 0
            ? parse.Errors.Select(Say).Distinct()
            : parse.CommandResult.Command is RunVerb && unknown.All(word => !IsOption(word))
            ? [$"The task is one word of the command line, so put it in quotes: {Path(parse)} \"... {string.Join(' ', unknown)}\""]
            : unknown.Select(word => Unknown(parse, word));
    }

    /// <summary>Says it, and where help is.</summary>
    public static async Task<int> WriteAsync(Terminal terminal, ParseResult parse, params IReadOnlyList<string> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            await terminal.Error.WriteLineAsync($"aidp: {mistake}");
        }

        await terminal.Error.WriteLineAsync($"`{Path(parse)} --help` {(parse.CommandResult.Command.Subcommands.Count > 0 ? "lists its verbs" : "says how it is used")}.");
        return ExitCodes.Usage;
    }

    static string Unknown(ParseResult parse, string word)
    {
        var known = IsOption(word) ? Options(parse.CommandResult) : parse.CommandResult.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);
        var names = known.DistinctBy(Bare).ToDictionary(Bare, StringComparer.Ordinal);
        var nearest = NearestName.Of(Bare(word), names.Keys);
        return $"{(IsOption(word) ? $"{Path(parse)} has no option '{word}'." : names.Count > 0 ? $"{Path(parse)} has no verb '{word}'." : $"'{word}' is one word too many for {Path(parse)}.")}{(nearest is null ? "" : $" Did you mean '{names[nearest]}'?")}";
    }

    static string Say(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Argument.Name: var name, Tokens.Count: 0, Parent: CommandResult command } => $"{name} is missing: {Path(command)} <{name}>",
        OptionResult { Option: var option, Tokens.Count: 0 } => $"A value is missing: {option.Name} {option.HelpName ?? string.Join('|', option.GetCompletions(CompletionContext.Empty).Select(word => word.Label))}",
        CommandResult { Command.Subcommands: { Count: > 0 } verbs } command => $"A verb is missing: {Path(command)} {string.Join('|', verbs.Where(verb => !verb.Hidden).Select(verb => verb.Name))}",
        _ => error.Message.ReplaceLineEndings(" "),
    };

    static IEnumerable<string> Options(CommandResult command) => command.Command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));

    static string Path(ParseResult parse) => Path(parse.CommandResult);

    static string Path(CommandResult command) => command.Parent is CommandResult above ? $"{Path(above)} {command.Command.Name}" : "aidp";

    static bool IsOption(string word) => word.StartsWith('-') && word.Length > 1;

    static string Bare(string word) => word.TrimStart('-').Replace('-', '_');
}
