using System.CommandLine;
using Aidp.Cli.Client;
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
        var path = parse.GetValue(_out) is { } name ? Path.GetFullPath(name, Terminal.WorkingDirectory) : null;
        using var file = path is null ? null : KeyFile.Create(path);
        using var host = await ConnectAsync(parse, cancellation);
        var key = await host.CreateKeyAsync(new(parse.GetRequiredValue(_name), parse.GetValue(_readOnly) ? KeyAccess.Read : KeyAccess.Full), cancellation);
        if (file is not null)
        {
            await KeepAsync(host, key, file, cancellation);
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(file is null ? key : (object)new KeyView(key.Id, key.Name, key.Access, key.CreatedAt)));
        }
        else if (file is null)
        {
            await Terminal.Out.WriteLineAsync(key.Key);
        }

        await Terminal.Error.WriteLineAsync($"Made the key {key.Id}{(path is null ? "; it is not shown again" : $" in {path}")}. Take it back with: {Next(parse).For("keys revoke", key.Id)}");
        return ExitCodes.Completed;
    }

    static async Task KeepAsync(HostClient host, NewKeyView key, KeyFile file, CancellationToken cancellation)
    {
        try
        {
            file.Write(key.Key);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            await host.RevokeKeyAsync(key.Id, cancellation);
            throw new CommandException(ExitCodes.Failed, $"The key could not be written: {FileFault.Cause(e)} It was taken back. {FileFault.Remedy(e) ?? "Give another file with --out FILE."}", e);
        }
    }
}
