using System.CommandLine;
using System.Globalization;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp guard show</c>: the guard policy of a run as it holds.</summary>
sealed class GuardShowVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _json = JsonOption();

    public GuardShowVerb(Terminal terminal)
        : base("show", "Show what the agents of a run may change, from the next judgement on, and who changed that.", terminal)
    {
        Add(_run);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var id = (await host.FindAsync(parse.GetRequiredValue(_run), cancellation)).Id;
        var view = await host.GuardPolicyAsync(id, cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(view));
            return ExitCodes.Completed;
        }

        var policy = view.Policy;
        await FieldAsync("include", Patterns(policy.Include, "everything"));
        await FieldAsync("exclude", Patterns(policy.Exclude, "nothing"));
        await FieldAsync("confirm", Patterns(policy.Confirm, "nothing"));
        await FieldAsync("max lines", policy.MaxLinesPerCommit?.ToString(CultureInfo.InvariantCulture) ?? "any number");
        await FieldAsync("max files", policy.MaxFiles?.ToString(CultureInfo.InvariantCulture) ?? "any number");
        await FieldAsync("protected", Patterns(view.Protected, "nothing"));
        await FieldAsync("  except", Patterns(policy.AllowProtected, "nothing"));
        foreach (var change in view.Changes)
        {
            await FieldAsync("changed", string.Create(CultureInfo.InvariantCulture, $"{change.At:u} by {change.Author ?? "somebody"}"));
        }

        return ExitCodes.Completed;
    }

    static string Patterns(IReadOnlyList<string> patterns, string none) => patterns.Count == 0 ? none : string.Join("  ", patterns);

    Task FieldAsync(string name, string value) => Terminal.Out.WriteLineAsync($"{name,-10} {value}");
}
