using System.Text.Json;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Codex CLI, as of 0.169.0: prints a line of JSON per event, and tokens but no cost.</summary>
static class CodexAgent
{
    const string Name = "codex";

    /// <summary>The agent.</summary>
    public static AgentDefinition Definition { get; } = new()
    {
        Name = Name,
        Executable = "codex",
        Arguments = Arguments,
        Read = Read,
        Credentials = ["CODEX_API_KEY", "OPENAI_API_KEY"],
        Variables = ["CODEX_HOME", "OPENAI_BASE_URL"],
        InstructionFile = "AGENTS.md",
        Resumes = true,
        Probe = new AgentProbe(["--version"], ["login", "status"], "Install it with: npm install -g @openai/codex", "Log in with: codex login (or set CODEX_API_KEY)"),
    };

    // "exec resume" has no --sandbox, so the mode is given as configuration, which both take.
    static IReadOnlyList<string> Arguments(AgentCall call) =>
    [
        "exec", .. call.Session is null ? Array.Empty<string>() : ["resume"],
        "--json", "--skip-git-repo-check", "-c", "sandbox_mode=\"workspace-write\"",
        .. call.Model is { } model ? ["--model", model] : Array.Empty<string>(),
        .. call.Settings.Arguments,
        .. call.Session is { } session ? [session] : Array.Empty<string>(),
        "-",
    ];

    static AgentReply Read(IEnumerable<string> lines, AgentExit exit)
    {
        string? session = null, message = null, error = null;
        var failed = false;
        var usage = new Usage();
        foreach (var line in lines)
        {
            if (JsonLine.Parse(line) is not { } item)
            {
                continue;
            }

            switch (item.Text("type"))
            {
                case "thread.started":
                    session = item.Text("thread_id");
                    break;
                case "item.completed" when item.Get("item") is { } completed && completed.Text("type") == "agent_message":
                    (message, error) = (completed.Text("text"), null);
                    break;
                case "error":
                    error = item.Text("message");
                    break;
                case "turn.completed":
                    (usage, error) = (usage.Plus(ReadUsage(item)), null);
                    break;
                case "turn.failed":
                    (failed, error) = (true, item.Get("error")?.Text("message") ?? error ?? "The turn failed.");
                    break;
                default:
                    break;
            }
        }

        var reply = new AgentReply { Outcome = AgentOutcome.Completed, Message = message, Session = session, Usage = usage with { CallsOfUnknownCost = 1 } };
        return Finished(reply, failed, error, exit);
    }

    static AgentReply Finished(AgentReply reply, bool failed, string? error, AgentExit exit)
    {
        // It waits for as long as a server tells it to, in silence: then the error before the silence is the cause.
        var waited = exit.End is ProcessEnd.TimedOut or ProcessEnd.IdleTimedOut && error is not null;
        if (failed || waited || (exit.End == ProcessEnd.Exited && exit.Code != 0 && error is not null))
        {
            var kind = FailureText.Classify(error!, waited ? AgentOutcome.IdleTimeout : AgentOutcome.Permanent);
            return reply with { Outcome = kind, Error = ExitReading.Cut($"'codex' failed: {error}"), RetryAt = ResetTime.Find(error!, exit.At), Message = null };
        }

        if (reply.Usage.Turns > 0 && exit.End is not (ProcessEnd.Cancelled or ProcessEnd.Exited))
        {
            return reply;
        }

        var read = ExitReading.Read(Name, exit, reply);
        return read.Outcome == AgentOutcome.Completed && reply.Usage.Turns == 0
            ? read with { Outcome = AgentOutcome.Transient, Error = "'codex' ended without finishing its turn." }
            : read;
    }

    static Usage ReadUsage(JsonElement turn)
    {
        var usage = turn.Get("usage") ?? default;
        return new Usage { InputTokens = usage.Number("input_tokens") ?? 0, OutputTokens = usage.Number("output_tokens") ?? 0, Turns = 1 };
    }
}
