using System.CommandLine;
using System.Globalization;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Spectre.Console;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp keys list</c>: the keys of a host, without their texts.</summary>
sealed class KeysListVerb : ClientVerb
{
    readonly Option<bool> _json = JsonOption();

    public KeysListVerb(Terminal terminal)
        : base("list", "List the keys that were made; their texts are not kept.", terminal) => Add(_json);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var keys = await host.KeysAsync(cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(keys));
        }
        else if (keys.Count == 0)
        {
            await Terminal.Error.WriteLineAsync("No key was made yet; only the host's own full key holds. Make one: aidp keys create NAME");
        }
        else
        {
            var table = new Table().NoBorder().AddColumns("ID", "ACCESS", "MADE", "FOR");
            foreach (var key in keys)
            {
                table.AddRow(new[] { key.Id, RunWords.Status(key.Access), key.CreatedAt.ToString("u", CultureInfo.InvariantCulture), key.Name }.Select(Markup.Escape).ToArray());
            }

            Terminal.CreateConsole().Write(table);
        }

        return ExitCodes.Completed;
    }
}
