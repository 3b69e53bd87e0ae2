using System.CommandLine;
using System.CommandLine.Completions;

namespace Aidp.Cli.Completion;

/// <summary>What a word of a command line can be.</summary>
enum WordKind
{
    /// <summary>Anything: nothing is suggested.</summary>
    Any,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>The id of a run.</summary>
    Run,

    /// <summary>One of a few words.</summary>
    Choice,
}

/// <summary>The command line as shells complete it: every verb with its options, derived from the verbs themselves.</summary>
/// <param name="Path">The verb, with the one above it: <c>jobs list</c>; empty for the program itself.</param>
/// <param name="Description">What it does.</param>
/// <param name="Verbs">The verbs below it.</param>
/// <param name="Options">Its options.</param>
/// <param name="Argument">What its arguments are.</param>
sealed record CommandTree(string Path, string Description, IReadOnlyList<CommandTree> Verbs, IReadOnlyList<CompletedOption> Options, CompletedWord Argument)
{
    /// <summary>This verb and all below it.</summary>
    public IEnumerable<CommandTree> All => Verbs.SelectMany(verb => verb.All).Prepend(this);

    /// <summary>The last word of the path.</summary>
    public string Name => Path[(Path.LastIndexOf(' ') + 1)..];

    /// <summary>The tree of a command.</summary>
    public static CommandTree Of(Command command, string path = "")
    {
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => Of(verb, path.Length == 0 ? verb.Name : $"{path} {verb.Name}"));
        var options = command.Options.Where(option => !option.Hidden).Select(CompletedOption.Of);
        return new(path, command.Description ?? "", [.. verbs], [.. options], command.Arguments is [var first, ..] ? CompletedWord.Of(first.Name, first.ValueType, first.GetCompletions(CompletionContext.Empty)) : CompletedWord.Nothing);
    }
}

/// <summary>An option of a verb.</summary>
/// <param name="Names">Its names, the long one first.</param>
/// <param name="Description">What it does.</param>
/// <param name="Value">What follows it; null when nothing does.</param>
sealed record CompletedOption(IReadOnlyList<string> Names, string Description, CompletedWord? Value)
{
    internal static CompletedOption Of(Option option) => new(
        [.. option.Aliases.Prepend(option.Name).Where(name => name.StartsWith('-') && name != "-?").OrderByDescending(name => name.Length)],
        option.Description ?? "",
        option.ValueType == typeof(bool) || option.ValueType == typeof(void) ? null : CompletedWord.Of(option.HelpName is { } name and not "ID" ? name : "", option.ValueType, option.GetCompletions(CompletionContext.Empty)));
}

/// <summary>What a word can be.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Choices">The words, when it is one of a few.</param>
sealed record CompletedWord(WordKind Kind, IReadOnlyList<string> Choices)
{
    /// <summary>No word is expected.</summary>
    public static CompletedWord Nothing { get; } = new(WordKind.Any, []);

    internal static CompletedWord Of(string name, Type type, IEnumerable<CompletionItem> items)
    {
        var choices = type == typeof(string) ? items.Select(item => item.Label).ToList() : [];
        return choices.Count > 0 ? new(WordKind.Choice, choices) : new(name switch
        {
            "FILE" => WordKind.File,
            "DIR" => WordKind.Folder,
            "ID" => WordKind.Run,
            _ => WordKind.Any,
        }, []);
    }
}
