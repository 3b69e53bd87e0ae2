using Aidp.Cli.Hosting;
using Aidp.Cli.State;

namespace Aidp.Cli.Tests.Running;

/// <summary>A host in this process that answers over TCP, with one run that has ended; shared by the tests of a class.</summary>
public sealed class ServedHost : IAsyncLifetime
{
    /// <summary>The run that has ended.</summary>
    public const string Run = "ended-well";

    readonly TestFolder _folder = new();
    readonly TestTerminal _terminal;
    HostProcess? _host;

    public ServedHost() => _terminal = new(_folder);

    /// <summary>Its address.</summary>
    public Uri Url => _host!.Record.Url!;

    /// <summary>Its full key.</summary>
    public string Key => File.ReadAllText(KeyFile).Trim();

    /// <summary>Where its full key stands.</summary>
    public string KeyFile => new StateFolder(_folder["state"]).KeyFile;

    /// <summary>The folder of the repository that runs may work on.</summary>
    public string Repository { get; private set; } = "";

    internal TestFolder Folder => _folder;

    /// <summary>A file in a folder that is removed with the host.</summary>
    public string Place(string name) => _folder[name];

    public async ValueTask InitializeAsync()
    {
        Repository = TestRepository.Create(_folder);
        _host = await HostProcess.StartAsync(new HostSettings { State = new StateFolder(_folder["state"]), Port = 0 }, _terminal.Value, CancellationToken.None);
        using var terminal = new TestTerminal(_folder);
        var exitCode = await RunAsync(terminal, Run, TestRepository.Agent);
        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
    }

    /// <summary>A terminal whose environment names the host and its key.</summary>
    internal TestTerminal Terminal(string input = "") => new(_folder, input) { Variables = { ["AIDP_HOST"] = Url.ToString(), ["AIDP_KEY"] = Key } };

    /// <summary>A terminal whose environment names nothing.</summary>
    internal TestTerminal BareTerminal(string input = "") => new(_folder, input);

    /// <summary>Starts a run over the host's socket; a path is only good there.</summary>
    internal Task<int> RunAsync(TestTerminal terminal, string id, string agent, params string[] more) => terminal.RunAsync(
        ["run", "Write two lines", "--repo", Repository, "--agent-command", agent, "--check", TestRepository.Check, "--state", "state", "--id", id, .. more]);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _terminal.Dispose();
        _folder.Dispose();
    }
}
