using System.CommandLine;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp keys revoke</c>: takes a key back, from the next request on.</summary>
sealed class KeysRevokeVerb : ClientVerb
{
    readonly Argument<string> _key = new("KEY") { Description = "The key's id, or the beginning of it; `aidp keys list` shows the ids." };

    public KeysRevokeVerb(Terminal terminal)
        : base("revoke", "Take a key back: from now on the host does not know it.", terminal) => Add(_key);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var asked = parse.GetRequiredValue(_key);
        var found = (await host.KeysAsync(cancellation)).Where(key => asked.Length > 0 && key.Id.StartsWith(asked, StringComparison.Ordinal)).ToList();
        var key = found switch
        {
            [var only] => only,
            [] => throw new CommandException(ExitCodes.Usage, "No key has this id, or one that begins like this. `aidp keys list` shows the ids; the host's own full key cannot be revoked."),
            _ => throw new CommandException(ExitCodes.Usage, $"'{asked}' could be {string.Join(" or ", found.Take(5).Select(key => key.Id))}. Give more of the id."),
        };
        await host.RevokeKeyAsync(key.Id, cancellation);
        await Terminal.Error.WriteLineAsync($"Revoked the key {key.Id} ({key.Name}).");
        return ExitCodes.Completed;
    }
}
