using System.CommandLine;
using System.CommandLine.Parsing;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp guard set</c>: replaces parts of the guard policy of a run.</summary>
sealed class GuardSetVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<string[]> _include = Patterns("--include", "Only files that match one of these may change.");
    readonly Option<string[]> _exclude = Patterns("--exclude", "No file that matches one of these may change.");
    readonly Option<string[]> _confirm = Patterns("--confirm", "A changed file that matches one of these waits for approval.");
    readonly Option<string[]> _allowProtected = Patterns("--allow-protected", "Protected files and folders that may change, each by its whole path.");
    readonly Option<int?> _maxLines = NumberOption.Create("--max-lines", "N", "How many lines the published commit may change; 0 lifts the limit.", 0, int.MaxValue);
    readonly Option<int?> _maxFiles = NumberOption.Create("--max-files", "N", "How many files it may change; 0 lifts the limit.", 0, int.MaxValue);
    readonly Option<bool> _json = JsonOption("Write the signal as JSON.");

    public GuardSetVerb(Terminal terminal)
        : base("set", "Replace parts of what the agents of a run may change; what is not given stays.", terminal)
    {
        Add(_run);
        foreach (var option in new Option[] { _include, _exclude, _confirm, _allowProtected, _maxLines, _maxFiles, _json })
        {
            Add(option);
        }

        Refuse(parse => new Option[] { _include, _exclude, _confirm, _allowProtected, _maxLines, _maxFiles }.Any(option => parse.GetResult(option) is { Implicit: false })
            ? null
            : "Nothing is to be set. Give --include, --exclude, --confirm, --allow-protected, --max-lines or --max-files.");
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var id = (await host.FindAsync(parse.GetRequiredValue(_run), cancellation)).Id;
        var body = new GuardPolicyBody(
            Given(parse, _include), Given(parse, _exclude), Given(parse, _confirm), parse.GetValue(_maxLines), parse.GetValue(_maxFiles), Given(parse, _allowProtected), Environment.UserName);
        var sent = await SendAsync(host, id, host.UpdateGuardPolicyAsync(id, body, cancellation), cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(sent.Signal));
        }
        else
        {
            await Terminal.Error.WriteLineAsync($"It holds for {id} from the next judgement on. See it: {Next(parse).For("guard show", id)}");
        }

        return ExitCodes.Completed;
    }

    static Option<string[]> Patterns(string name, string description) =>
        new(name) { Description = $"{description} Can be given several times; '' alone empties the list.", HelpName = "PATTERN" };

    // One empty pattern is how a command line says an empty list.
    static string[]? Given(ParseResult parse, Option<string[]> option) => parse.GetResult(option) is OptionResult { Implicit: false }
        ? parse.GetValue(option) is [""] ? [] : parse.GetValue(option)
        : null;
}
