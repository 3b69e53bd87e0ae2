using System.Text.Json;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Claude Code, as of 2.1.197: prints a line of JSON per event, the last of them the result.</summary>
static class ClaudeAgent
{
    const string Name = "claude";

    /// <summary>The agent.</summary>
    public static AgentDefinition Definition { get; } = new()
    {
        Name = Name,
        Executable = "claude",
        Arguments = Arguments,
        Read = Read,
        Credentials = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"],
        Variables = ["ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL", "ANTHROPIC_SMALL_FAST_MODEL", "CLAUDE_CONFIG_DIR", "IS_SANDBOX"],
        Values = new Dictionary<string, string>
        {
            ["DISABLE_AUTOUPDATER"] = "1",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            // By default it tries 10 times, three minutes, even with a wrong key.
            ["CLAUDE_CODE_MAX_RETRIES"] = "5",
        },
        InstructionFile = "CLAUDE.md",
        Resumes = true,
        Probe = new AgentProbe(["--version"], ["auth", "status"], "Install it with: npm install -g @anthropic-ai/claude-code", "Log in with: claude auth login (or set ANTHROPIC_API_KEY)"),
    };

    // bypassPermissions is refused for root, so edits and the shell are allowed one by one; what else asks is denied.
    static IReadOnlyList<string> Arguments(AgentCall call) =>
    [
        "-p", "--output-format", "stream-json", "--verbose", "--allowedTools", "Bash", "--permission-mode", "acceptEdits",
        .. call.Model is { } model ? ["--model", model] : Array.Empty<string>(),
        .. call.Session is { } session ? ["--resume", session] : Array.Empty<string>(),
        .. call.Settings.Arguments,
    ];

    static AgentReply Read(IEnumerable<string> lines, AgentExit exit)
    {
        string? session = null, error = null;
        DateTimeOffset? reset = null;
        JsonElement? result = null;
        foreach (var line in lines)
        {
            if (JsonLine.Parse(line) is not { } message)
            {
                continue;
            }

            session = message.Text("session_id") ?? session;
            switch (message.Text("type"))
            {
                case "assistant":
                    // A message of the program itself about a failed request carries its kind; a model's message does not.
                    error = message.Text("error");
                    break;
                case "rate_limit_event" when message.Get("rate_limit_info") is { } info && info.Text("status") == "rejected":
                    reset = ResetTime.FromEpoch(info.Number("resetsAt") ?? 0, exit.At);
                    break;
                case "result":
                    result = message;
                    break;
                default:
                    break;
            }
        }

        return result is { } last ? Finished(last, error, reset, exit) with { Session = session } : ExitReading.Read(Name, exit, new AgentReply { Outcome = AgentOutcome.Transient, Error = "'claude' ended without a result.", Session = session });
    }

    static AgentReply Finished(JsonElement result, string? error, DateTimeOffset? reset, AgentExit exit)
    {
        var text = result.Text("result");
        var reply = new AgentReply { Outcome = AgentOutcome.Completed, Message = text, Usage = ReadUsage(result) };
        if (result.Truth("is_error") != true && exit.End is not ProcessEnd.Cancelled)
        {
            return reply;
        }

        return exit.End == ProcessEnd.Exited
            ? reply with
            {
                Outcome = Kind(error, result.Number("api_error_status")),
                Error = ExitReading.Cut($"'claude' failed: {text ?? (exit.Stderr.Trim() is { Length: > 0 } stderr ? stderr : result.Text("subtype"))}"),
                RetryAt = reset ?? ResetTime.Find(text ?? "", exit.At),
                Message = null,
            }
            : ExitReading.Read(Name, exit, reply);
    }

    static AgentOutcome Kind(string? error, long? status) => (error, status) switch
    {
        ("rate_limit", _) or (_, 429) => AgentOutcome.RateLimited,
        ("billing_error", _) or (_, 402) => AgentOutcome.QuotaExceeded,
        ("authentication_failed" or "oauth_org_not_allowed", _) or (_, 401 or 403) => AgentOutcome.AuthExpired,
        ("server_error" or "overloaded", _) or (_, >= 500) => AgentOutcome.Transient,
        _ => AgentOutcome.Permanent,
    };

    static Usage ReadUsage(JsonElement result)
    {
        var usage = result.Get("usage") ?? default;
        return new Usage
        {
            InputTokens = (usage.Number("input_tokens") ?? 0) + (usage.Number("cache_read_input_tokens") ?? 0) + (usage.Number("cache_creation_input_tokens") ?? 0),
            OutputTokens = usage.Number("output_tokens") ?? 0,
            CostUsd = result.Amount("total_cost_usd") ?? 0,
            Turns = (int)Math.Clamp(result.Number("num_turns") ?? 0, 0, int.MaxValue),
            CallsOfUnknownCost = result.Amount("total_cost_usd") is null ? 1 : 0,
        };
    }
}
