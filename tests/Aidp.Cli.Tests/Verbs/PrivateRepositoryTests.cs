using System.Text;
using Aidp.Cli.Client;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;

namespace Aidp.Cli.Tests.Verbs;

/// <summary>A run on a repository that only those who have its token may read.</summary>
public sealed class PrivateRepositoryTests : IAsyncLifetime
{
    const string Token = "glow-worm-at-midnight-7f3a";
    const string Variable = "HOSTED_GIT_WORD";

    readonly TestFolder _folder = new();
    readonly TestTerminal _terminal;
    GitServer _server = null!;
    string _commit = "";

    public PrivateRepositoryTests() => _terminal = new(_folder);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Url => $"https://{_server.Authority}/private.git";

    public async ValueTask InitializeAsync()
    {
        var repository = TestRepository.Create(_folder);
        _commit = TestRepository.Git(repository, "rev-parse", "HEAD").Trim();
        TestRepository.Git(repository, "clone", "-q", "--bare", ".", _folder["served/private.git"]);
        TestRepository.Git(_folder["served/private.git"], "config", "http.receivepack", "true");
        _server = await GitServer.StartAsync(_folder["served"], "robot", Token);
        await File.WriteAllTextAsync(_folder["server.pem"], _server.Certificate, Cancellation);

        // Read by git alone, and only for servers.
        Environment.SetEnvironmentVariable("GIT_SSL_CAINFO", _folder["server.pem"]);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("GIT_SSL_CAINFO", null);
        await _server.DisposeAsync();
        _terminal.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_WithItsToken_ReadsItAndPushesTheBranchAndLeavesNoTrace(bool inFile)
    {
        await ConfigureAsync(inFile, Token);

        var run = await RunAsync($"cat > /dev/null; test -z \"${Variable}\" || exit 7; env > environment.txt; echo line >> progress.txt; echo line >> progress.txt; echo 'STATUS: COMPLETE'");

        Assert.True(run.Status == RunState.Completed, run.Why);
        Assert.Equal("aidp/secret-work", run.Result!.Branch);
        Assert.Contains("progress.txt", TestRepository.Git(_folder["served/private.git"], "diff", "--name-only", "main", "aidp/secret-work"), StringComparison.Ordinal);
        Assert.DoesNotContain("_GIT_", TestRepository.Git(_folder["served/private.git"], "show", "aidp/secret-work:environment.txt"), StringComparison.Ordinal);
        AssertNoTrace(_folder["state"]);
        AssertNoTrace(_folder["served"]);
        Assert.Null(Environment.GetEnvironmentVariable(Variable));
    }

    [Fact]
    public async Task Run_WithAWrongToken_FailsWithWhatHelpsAndWithoutTheToken()
    {
        await ConfigureAsync(inFile: true, Token[..^1]);

        var run = await RunAsync("cat > /dev/null");

        Assert.Equal(RunState.Failed, run.Status);
        Assert.Contains($"a credential in the host's settings (git_credentials) for the server {_server.Authority}", run.Why, StringComparison.Ordinal);
        AssertNoTrace(_folder["state"], Token[..^1]);
    }

    [Fact]
    public async Task Run_WhoseTokenIsNotThere_SaysWhereItIsToBe()
    {
        await ConfigureAsync(inFile: true, Token);
        File.Delete(_folder["token"]);

        var run = await RunAsync("cat > /dev/null");

        Assert.Equal(RunState.Failed, run.Status);
        Assert.Contains($"is to be in the file {_folder["token"]}", run.Why, StringComparison.Ordinal);
    }

    async Task ConfigureAsync(bool inFile, string token)
    {
        if (inFile)
        {
            await File.WriteAllTextAsync(_folder["token"], token + "\n", Cancellation);
        }
        else
        {
            Environment.SetEnvironmentVariable(Variable, token);
        }

        Directory.CreateDirectory(_folder[".config/aidp"]);
        await File.WriteAllTextAsync(
            _folder[".config/aidp/aidp.yml"],
            $"git_credentials:\n  - host: \"{_server.Authority}\"\n    user: robot\n    {(inFile ? $"token_file: {_folder["token"]}" : $"token_env: {Variable}")}\n",
            Cancellation);
    }

    async Task<RunView> RunAsync(string agent)
    {
        await using var host = await HostProcess.StartAsync(new HostSettings { State = new StateFolder(_folder["state"]), Port = 0 }, _terminal.Value, Cancellation);
        using var client = HostClient.OverSocket(host.Record.Socket);
        await client.StartAsync(
            new()
            {
                Id = "private",
                Task = "Write two lines",
                Slug = "secret-work",
                Repository = new RepositorySource { Location = Url, BaseCommit = _commit, BaseBranch = "main" },
                Settings = new RunSettings
                {
                    Agents = [new() { Name = "command", Command = agent, Environment = [Variable] }],
                    Checks = [new() { Name = "lines", Run = "test \"$(wc -l < progress.txt)\" -ge 2" }],
                    MaxIterations = 2,
                },
            },
            isRepeated: false,
            Cancellation);
        using var attach = new TestTerminal(_folder);
        await attach.RunAsync("attach", "private", "--state", "state");
        return await client.RunAsync("private", Cancellation);
    }

    // In no file, whether as it is or as it travels.
    static void AssertNoTrace(string folder, string token = Token)
    {
        var traces = new[] { token, Convert.ToBase64String(Encoding.UTF8.GetBytes($"robot:{token}")) }.Select(Encoding.UTF8.GetBytes).ToList();
        var files = Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });
        Assert.Contains(files, file => file.EndsWith("store.db", StringComparison.Ordinal) || file.EndsWith("HEAD", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => traces.Any(trace => File.ReadAllBytes(file).AsSpan().IndexOf(trace) >= 0));
    }
}
