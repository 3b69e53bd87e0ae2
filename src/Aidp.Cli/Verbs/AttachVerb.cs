using System.CommandLine;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp attach</c>: follows a run to its end.</summary>
sealed class AttachVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _foreground = new("--foreground") { Description = "Host in this process, and end with the run." };
    readonly Option<bool> _json = JsonOption("Write one JSON object for each change of state, and the result last.");

    public AttachVerb(Terminal terminal)
        : base("attach", "Follow a run to its end.", terminal)
    {
        Add(_run);
        Add(_foreground);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        await using var host = await RunHostAsync(parse, parse.GetValue(_foreground), cancellation);
        using var client = await host.ConnectAsync(cancellation);
        var run = await client.FindAsync(parse.GetRequiredValue(_run), cancellation);
        return await new Attachment(Terminal, host.ConnectAsync, Next(parse), parse.GetValue(_json)).FollowAsync(client, run, host.IsOwn, cancellation);
    }
}
