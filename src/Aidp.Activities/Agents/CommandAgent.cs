using System.Globalization;
using System.Text.Json;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Any program: a shell command that reads the prompt from standard input and works in the worktree, its working directory.</summary>
/// <remarks>
/// Its environment has <c>AIDP_RUN</c> and <c>AIDP_ITERATION</c>. Exit code 0 means that it completed, 75 (EX_TEMPFAIL) that it wants to be called
/// again later. What it prints is its final message; the last line may be an object that says more, and is then no part of the message:
/// <c>{"aidp":"completed","complete":true,"cost_usd":0.12,"input_tokens":900,"output_tokens":80,"turns":3}</c> or
/// <c>{"aidp":"rate_limited","error":"why","retry_at":"2030-01-01T12:00:00Z"}</c>, the word being one of <see cref="AgentOutcome"/>.
/// </remarks>
static class CommandAgent
{
    /// <summary>The agent's name in settings.</summary>
    public const string Name = "command";

    /// <summary>The agent.</summary>
    public static AgentDefinition Definition { get; } = new()
    {
        Name = Name,
        Executable = "sh",
        Arguments = call => ["-c", call.Settings.Command ?? throw new ArgumentException("Agent 'command' needs a command. Give one with --agent-command, or as 'command' in the configuration."), "aidp-agent", .. call.Settings.Arguments],
        Read = (lines, exit) => Read(Name, lines, exit),
    };

    /// <summary>Reads the output of a program that follows the rules above.</summary>
    public static AgentReply Read(string agent, IEnumerable<string> lines, AgentExit exit)
    {
        var message = new MessageTail();
        foreach (var line in lines)
        {
            message.Add(line);
        }

        var said = message.TakeLast(line => JsonLine.Parse(line) is { } found && Outcome(found) is not null) is { } last ? JsonLine.Parse(last) : null;
        var reply = ExitReading.Read(agent, exit, new AgentReply
        {
            Outcome = AgentOutcome.Completed,
            Message = message.ToString() is { Length: > 0 } text ? text : null,
            SaysComplete = said?.Truth("complete"),
            Usage = ReadUsage(said),
        });
        return said is { } outcome && Outcome(outcome) is { } kind and not AgentOutcome.Completed && exit.End == Processes.ProcessEnd.Exited
            ? reply with { Outcome = kind, Error = ExitReading.Cut(outcome.Text("error") ?? reply.Error ?? $"'{agent}' reports {outcome.Text("aidp")}."), RetryAt = RetryAt(outcome, exit.At) }
            : reply;
    }

    static AgentOutcome? Outcome(JsonElement said)
    {
        try
        {
            return said.Get("aidp") is { ValueKind: JsonValueKind.String } word && word.Deserialize<AgentOutcome>() is var outcome && outcome != AgentOutcome.Cancelled ? outcome : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static DateTimeOffset? RetryAt(JsonElement said, DateTimeOffset now) =>
        DateTimeOffset.TryParse(said.Text("retry_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= now ? time : null;

    static Usage ReadUsage(JsonElement? said) => new()
    {
        InputTokens = Math.Max(0, said?.Number("input_tokens") ?? 0),
        OutputTokens = Math.Max(0, said?.Number("output_tokens") ?? 0),
        CostUsd = said?.Amount("cost_usd") ?? 0,
        Turns = (int)Math.Clamp(said?.Number("turns") ?? 0, 0, int.MaxValue),
        CallsOfUnknownCost = said?.Amount("cost_usd") is null ? 1 : 0,
    };
}
