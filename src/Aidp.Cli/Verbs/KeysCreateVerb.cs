using System.CommandLine;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Functions.Keys;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp keys create</c>: makes a key, which is shown once.</summary>
sealed class KeysCreateVerb : ClientVerb
{
    readonly Argument<string> _name = new("NAME") { Description = "What the key is for, for example the machine or the person that gets it." };
    readonly Option<bool> _readOnly = new("--read-only") { Description = "The key allows looking, and nothing else." };
    readonly Option<string?> _out = new("--out") { Description = "Write the key to a new file for its owner only, instead of standard output.", HelpName = "FILE" };
    readonly Option<bool> _json = JsonOption();

    public KeysCreateVerb(Terminal terminal)
        : base("create", "Make a key. Its text is shown this once; the host keeps a hash.", terminal)
    {
        Add(_name);
        Add(_readOnly);
        Add(_out);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var file = parse.GetValue(_out) is { } name ? Path.GetFullPath(name, Terminal.WorkingDirectory) : null;
        if (Path.Exists(file) || (file is not null && !Directory.Exists(Path.GetDirectoryName(file))))
        {
            throw new CommandException(ExitCodes.Usage, $"--out names a new file in a folder that is there, and {file} is not. No key was made.");
        }

        using var host = await ConnectAsync(parse, cancellation);
        var key = await host.CreateKeyAsync(new(parse.GetRequiredValue(_name), parse.GetValue(_readOnly) ? KeyAccess.Read : KeyAccess.Full), cancellation);
        if (file is not null)
        {
            StateFolder.WriteOwnerOnly(file, key.Key + "\n");
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(file is null ? key : (object)new KeyView(key.Id, key.Name, key.Access, key.CreatedAt)));
        }
        else if (file is null)
        {
            await Terminal.Out.WriteLineAsync(key.Key);
        }

        await Terminal.Error.WriteLineAsync($"Made the key {key.Id}{(file is null ? "; it is not shown again" : $" in {file}")}. Take it back with: {Next(parse).For("keys revoke", key.Id)}");
        return ExitCodes.Completed;
    }
}
