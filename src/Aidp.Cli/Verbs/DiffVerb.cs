using System.CommandLine;
using System.Text;
using Aidp.Activities.Configuration;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp diff</c>: shows the change that a run made.</summary>
sealed class DiffVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _json = JsonOption();

    public DiffVerb(Terminal terminal)
        : base("diff", "Show the change that a run made so far, as a patch.", terminal)
    {
        Add(_run);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var run = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        var patch = await host.DiffAsync(run.Id, cancellation);
        if (parse.GetValue(_json))
        {
            // JSON is text: what is not UTF-8 cannot stand in it.
            await Terminal.Out.WriteLineAsync(OutputJson.Document(new { Run = run.Id, Base = run.Repository?.BaseCommit, Patch = Encoding.UTF8.GetString(patch) }));
        }
        else if (Terminal.OutIsTerminal)
        {
            await Terminal.Out.WriteAsync(Shown(Encoding.UTF8.GetString(patch)));
        }
        else
        {
            await Terminal.WriteAsync(patch, cancellation);
        }

        return ExitCodes.Completed;
    }

    // What an agent wrote must not steer the terminal, nor look like something else there.
    static string Shown(string patch) => VisibleText.Of(patch.ReplaceLineEndings("\n"), keepLines: true);
}
