using System.Text.Json;
using Aidp.Activities.Agents;

namespace Aidp.Cli.Following;

/// <summary>Makes a line of an agent's output readable: agents that speak JSON say what they write and which tools they use, line by line.</summary>
static class TranscriptLine
{
    // What a tool was asked to do, under the names that the agents use.
    static readonly string[] _subjects = ["command", "file_path", "path", "pattern", "query", "url", "description", "prompt"];

    /// <summary>What a person wants to see of a line; nothing when it says nothing to a person.</summary>
    public static IEnumerable<string> Read(string line)
    {
        if (JsonLine.Parse(line) is not { } message)
        {
            return [line];
        }

        return message.Text("type") switch
        {
            "assistant" => message.Get("message")?.Get("content") is { ValueKind: JsonValueKind.Array } content ? content.EnumerateArray().SelectMany(Part) : [],
            "item.completed" when message.Get("item") is { } item => Item(item),
            "error" => [message.Text("message") ?? line],
            "system" or "user" or "result" or "stream_event" or "rate_limit_event" => [],
            { } type when type.StartsWith("item.", StringComparison.Ordinal) || type.StartsWith("turn.", StringComparison.Ordinal) || type.StartsWith("thread.", StringComparison.Ordinal) => [],
            _ => [line],
        };
    }

    // A part of a message of Claude Code.
    static IEnumerable<string> Part(JsonElement part) => part.Text("type") switch
    {
        "text" => Lines(part.Text("text")),
        "tool_use" => [$"→ {part.Text("name")} {Subject(part.Get("input"))}".TrimEnd()],
        _ => [],
    };

    // An item of a Codex turn.
    static string[] Item(JsonElement item) => item.Text("type") switch
    {
        "agent_message" or "reasoning" => Lines(item.Text("text")),
        "command_execution" => [$"→ {item.Text("command")}"],
        "file_change" when item.Get("changes") is { ValueKind: JsonValueKind.Array } changes => [.. changes.EnumerateArray().Select(change => $"→ {change.Text("kind")} {change.Text("path")}")],
        _ => [],
    };

    static string? Subject(JsonElement? input) => input is { } asked ? _subjects.Select(name => asked.Text(name)).FirstOrDefault(text => text is not null)?.Split('\n')[0] : null;

    static string[] Lines(string? text) => text?.Split('\n') ?? [];
}
