using System.CommandLine;
using Aidp.Activities.Configuration;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp approve</c>: decides about files that wait for a person.</summary>
sealed class ApproveVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Argument<string[]> _files = new("FILE") { Description = "The files to decide about, out of those that wait; all of them when none is given.", Arity = ArgumentArity.ZeroOrMore };
    readonly Option<bool> _deny = new("--deny") { Description = "Deny them: their changes are undone, and the agent is told." };
    readonly Option<string?> _reason = new("--reason") { Description = "Why, for the agent.", HelpName = "TEXT" };
    readonly Option<bool> _list = new("--list", "-l") { Description = "Only list the files that wait." };
    readonly Option<bool> _json = JsonOption("Write what waits, or the signal, as JSON.");

    public ApproveVerb(Terminal terminal)
        : base("approve", "Approve of changed files that wait for a person, or deny them.", terminal)
    {
        Add(_run);
        Add(_files);
        foreach (var option in new Option[] { _deny, _reason, _list, _json })
        {
            Add(option);
        }

        Refuse(parse => parse.GetValue(_list) && (parse.GetValue(_deny) || parse.GetValue(_reason) is not null || parse.GetValue(_files) is { Length: > 0 })
            ? "--list decides nothing: leave the files, --deny and --reason out."
            : null);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var id = (await host.FindAsync(parse.GetRequiredValue(_run), cancellation)).Id;
        var waiting = await host.ApprovalsAsync(id, cancellation);
        var json = parse.GetValue(_json);
        if (parse.GetValue(_list))
        {
            await ListAsync(id, waiting, json, Next(parse).For("diff", id));
            return ExitCodes.Completed;
        }

        var files = Chosen(id, waiting, parse.GetValue(_files) ?? []);
        var deny = parse.GetValue(_deny);

        // The commit that was looked at goes with the decision: what the agent changed since is not decided.
        var body = new ApprovalBody { Decision = deny ? "deny" : "approve", Files = files, Commit = waiting.Commit, Reason = parse.GetValue(_reason), Author = Environment.UserName };
        var sent = await SendAsync(host, id, host.DecideAsync(id, body, cancellation), cancellation);
        if (json)
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(sent.Signal));
        }
        else
        {
            await Terminal.Error.WriteLineAsync($"{(deny ? "Denied" : "Approved of")} {string.Join(", ", files)} in {id}.");
        }

        return ExitCodes.Completed;
    }

    static IReadOnlyList<string> Chosen(string id, ApprovalList waiting, string[] asked)
    {
        var known = waiting.Files.Select(file => file.File).ToList();
        if (known.Count == 0)
        {
            throw new CommandException(ExitCodes.Usage, $"No file of {id} waits for approval.");
        }

        return asked.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } other
            ? throw new CommandException(ExitCodes.Usage, $"'{other}' does not wait for approval in {id}. Waiting are: {string.Join(", ", known)}")
            : asked.Length > 0 ? asked : known;
    }

    async Task ListAsync(string id, ApprovalList waiting, bool json, string look)
    {
        if (json)
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(waiting));
            return;
        }

        foreach (var file in waiting.Files)
        {
            await Terminal.Out.WriteLineAsync($"{file.Change,-8} {(file.LinesAdded is { } added ? $"+{added} -{file.LinesRemoved}" : "binary"),-10} {VisibleText.Of(file.File)}");
        }

        await Terminal.Error.WriteLineAsync(waiting.Files.Count == 0 ? $"No file of {id} waits for approval." : $"See the change: {look}");
    }
}
