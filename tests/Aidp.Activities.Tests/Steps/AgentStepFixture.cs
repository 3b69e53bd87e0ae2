using Aidp.Activities.Confinement;
using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Tests.Steps;

/// <summary>Steps that call an agent, in a repository with one commit.</summary>
public abstract class AgentStepFixture : ActivityFixture
{
    private protected AgentStepFixture(SandboxMode sandbox = SandboxMode.Auto) : base(sandbox)
    {
        User.WithCommit();
        Calls = Folder["calls"];
    }

    /// <summary>A file outside of the worktree, in which agents say that they were called.</summary>
    private protected string Calls { get; }

    /// <summary>A program that speaks as claude does, since the real one needs a model to talk to; end-to-end tests run that.</summary>
    private protected async Task<AgentSettings> FakeClaudeAsync(string script)
    {
        var path = Folder["claude"];
        await File.WriteAllTextAsync(path, $$"""
            #!/bin/sh
            echo '{"type":"system","subtype":"init","session_id":"s-1"}'
            {{script.Replace("CALLS", Calls, StringComparison.Ordinal)}}
            echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"ok","session_id":"s-1","total_cost_usd":0.5,"usage":{"input_tokens":1,"output_tokens":1} }'
            """, Stop);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new AgentSettings { Name = "claude", Executable = path };
    }

    /// <summary>What still runs of the step's attempts.</summary>
    private protected IReadOnlyCollection<int> Running() => ProcessTree.Find(System.Text.Json.JsonSerializer.Deserialize<StepAttempt>(File.ReadAllBytes(Path.Combine(State.Step("r1", 2), "started.json")))!.Token);

    private protected Task NothingRunsAsync() => Eventually.TrueAsync(() => Running().Count == 0, "nothing is left running");
}
