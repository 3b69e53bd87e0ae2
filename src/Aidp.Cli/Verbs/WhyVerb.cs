using System.CommandLine;
using Aidp.Activities.Configuration;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp why</c>: one line that says what a run waits for.</summary>
sealed class WhyVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _json = JsonOption();

    public WhyVerb(Terminal terminal)
        : base("why", "Say in one line what a run waits for right now, or why it ended.", terminal)
    {
        Add(_run);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var run = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        var why = await host.WhyAsync(run.Id, cancellation);
        var reason = (await host.HeldAsync(cancellation)).Reason(run);
        await Terminal.Out.WriteLineAsync((parse.GetValue(_json), reason) switch
        {
            (true, null) => OutputJson.Document(why),
            (true, _) => OutputJson.Document(why with { Why = reason }),
            (false, null) => $"{RunWords.Status(why.Status)}: {VisibleText.Of(RunWords.Reason(why.Why), keepLines: true)}",
            (false, _) => $"{HeldRuns.Word}: {reason} What helps: {HeldRuns.Remedy(run.Id, Next(parse))}",
        });
        return ExitCodes.Completed;
    }
}
