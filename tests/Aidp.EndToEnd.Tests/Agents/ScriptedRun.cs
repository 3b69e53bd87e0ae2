using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.EndToEnd.Tests.Running;
using Aidp.Tools;

namespace Aidp.EndToEnd.Tests.Agents;

/// <summary>
/// A run of the built executable whose agent is a vendor's own command line with a scripted model behind it. The agent writes 41 until it
/// has read in its prompt what the check says about that; then it writes 42, which is right.
/// </summary>
sealed class ScriptedRun : IAsyncDisposable
{
    public const string Id = "answer";

    const string Key = "sk-test-9876543210-never-shown";

    readonly ScratchFolder _folder = new();
    readonly string _agent;
    readonly HeldRequest? _held;
    ModelServer? _server;

    ScriptedRun(string agent, HeldRequest? held) => (_agent, _held) = (agent, held);

    public string Repository => _folder["repository"];

    /// <summary>What was asked of the model, in order.</summary>
    public IReadOnlyCollection<string> Requests => _server!.Requests;

    string State => _folder["state"];

    string Home => _folder["home"];

    /// <summary>Makes the repository and starts the model; <paramref name="held"/> is a request that it never answers.</summary>
    public static async Task<ScriptedRun> PrepareAsync(string agent, HeldRequest? held = null)
    {
        var executable = NodeTools.Require(agent);
        var run = new ScriptedRun(agent, held);
        await run.CreateRepositoryAsync();
        await run.ConfigureAsync(executable);
        return run;
    }

    /// <summary>Starts <c>aidp run</c>.</summary>
    public AidpProcess Start() => AidpProcess.Start(
        ["run", "Write the answer into the file value.", "--repo", Repository, "--agent", _agent, "--check", "test=sh test.sh",
            "--id", Id, "--state", State, "--foreground", "--yes", "--json"],
        Environment());

    /// <summary>Runs <c>aidp attach</c> to its end, in a host of its own.</summary>
    public Task<AidpResult> AttachAsync() => AidpProcess.RunAsync(["attach", Id, "--state", State, "--foreground", "--json"], Environment());

    /// <summary>Runs <c>aidp cancel</c>: it has ended when the run has taken the signal.</summary>
    public Task<AidpResult> CancelAsync() => AidpProcess.RunAsync(["cancel", Id, "--state", State], Environment());

    /// <summary>The processes of the newest agent call: its supervisor, the agent, and whatever that started.</summary>
    public IReadOnlyCollection<int> AgentProcesses()
    {
        var journal = Directory.EnumerateFiles(new StateFolder(State).Journal(Id), "started.json", SearchOption.AllDirectories).OrderBy(file => File.GetLastWriteTimeUtc(file)).Last();
        return ProcessTree.Find(JsonSerializer.Deserialize<StepAttempt>(File.ReadAllBytes(journal))!.Token);
    }

    /// <summary>Waits until the agent has written this text into its session, from which it can go on after its death.</summary>
    public async Task WaitForSessionWithAsync(string text, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        while (!Directory.EnumerateFiles(Home, "*.jsonl", SearchOption.AllDirectories).Any(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Asserts that the run was completed by its second iteration, that the change is published, and that the key is nowhere.</summary>
    public async Task AssertFinishedAsync(AidpResult end)
    {
        end.AssertExit(0);
        var result = end.Result;
        Assert.Equal(("completed", 2), (result.GetProperty("status").GetString(), result.GetProperty("iterations").GetInt32()));
        Assert.Equal($"aidp/{Id}", result.GetProperty("branch").GetString());
        Assert.Equal("42", await Shell.GitAsync(Repository, "show", $"aidp/{Id}:value"));
        Assert.Equal(["value"], (await Shell.GitAsync(Repository, "diff", "--name-only", "main", $"aidp/{Id}")).Split('\n'));
        Assert.Equal(result.GetProperty("publishedCommit").GetString(), await Shell.GitAsync(Repository, "rev-parse", $"aidp/{Id}"));
        foreach (var file in Directory.EnumerateFiles(State, "*", SearchOption.AllDirectories))
        {
            Assert.True((await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(Key)) < 0, $"The key is in {file}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    static bool Knows(string prompt) => prompt.Contains("expected 42 and not 41", StringComparison.Ordinal);

    async Task CreateRepositoryAsync()
    {
        Directory.CreateDirectory(Repository);
        await File.WriteAllTextAsync(Path.Combine(Repository, "test.sh"), "[ \"$(cat value)\" = 42 ] || { echo \"expected 42 and not $(cat value)\"; exit 1; }\n", TestContext.Current.CancellationToken);
        await Shell.GitAsync(Repository, "init", "--quiet", "--initial-branch=main");
        await Shell.GitAsync(Repository, "add", "-A");
        await Shell.GitAsync(Repository, "commit", "--quiet", "-m", "Start");
    }

    /// <summary>Starts the model and tells the agent of it, as its user would: in the user's own configuration and environment.</summary>
    async Task ConfigureAsync(string executable)
    {
        string[] arguments = [];
        if (_agent == "claude")
        {
            var file = Path.Combine(new StateFolder(State).Worktree(Id), "value");
            var model = new AnthropicModel(prompt => Knows(prompt) ? (file, "42\n", "It is 42 now.\n\nSTATUS: COMPLETE") : (file, "41\n", "I wrote a value."));
            _server = await ModelServer.StartAsync("/v1/messages", model.Answer, _held);
        }
        else
        {
            var model = new ResponsesModel(prompt => Knows(prompt) ? ("echo 42 > value", "It is 42 now.\n\nSTATUS: COMPLETE") : ("echo 41 > value", "I wrote a value."));
            _server = await ModelServer.StartAsync("/v1/responses", model.Answer, _held);
            arguments =
            [
                "-c", $$"""model_providers.scripted={name="scripted",base_url="{{_server.Address}}/v1",wire_api="responses",env_key="CODEX_API_KEY"}""",
                "-c", "model_provider=\"scripted\"",
                // The machine of the tests may have none of the sandboxes that codex knows.
                "-c", "sandbox_mode=\"danger-full-access\"",
            ];
        }

        // JSON is YAML.
        var agent = new JsonObject { ["name"] = _agent, ["executable"] = executable, ["args"] = new JsonArray([.. arguments.Select(a => JsonValue.Create(a))]) };
        var folder = Directory.CreateDirectory(Path.Combine(_folder["config"], "aidp")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "aidp.yml"), new JsonObject { ["agents"] = new JsonArray(agent) }.ToJsonString(), TestContext.Current.CancellationToken);
    }

    Dictionary<string, string> Environment() => new()
    {
        ["HOME"] = Home,
        ["XDG_CONFIG_HOME"] = _folder["config"],
        ["ANTHROPIC_BASE_URL"] = _server!.Address,
        ["ANTHROPIC_API_KEY"] = Key,
        ["CLAUDE_CONFIG_DIR"] = Path.Combine(Home, ".claude"),
        ["CODEX_API_KEY"] = Key,
        ["CODEX_HOME"] = Directory.CreateDirectory(Path.Combine(Home, ".codex")).FullName,
    };
}
