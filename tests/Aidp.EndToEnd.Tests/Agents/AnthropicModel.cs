using System.Text.Json.Nodes;

namespace Aidp.EndToEnd.Tests.Agents;

/// <summary>Answers in the form of the Anthropic Messages API (streaming), at 100 tokens read and 30 written for each answer.</summary>
sealed class AnthropicModel(Func<string, (string Path, string Content, string Message)> decide)
{
    int _count;

    public IEnumerable<JsonObject> Answer(JsonNode request)
    {
        var body = request.ToJsonString();
        var (path, content, message) = decide(request["messages"]!.ToJsonString());
        var offersTools = request["tools"]?.AsArray().Any(tool => tool?["name"]?.ToString() == "Write") == true;
        var isDone = body.Contains("\"tool_result\"", StringComparison.Ordinal);
        yield return new()
        {
            ["type"] = "message_start",
            ["message"] = new JsonObject
            {
                ["id"] = $"msg_{Interlocked.Increment(ref _count)}",
                ["type"] = "message",
                ["role"] = "assistant",
                ["model"] = request["model"]!.ToString(),
                ["content"] = new JsonArray(),
                ["stop_reason"] = null,
                ["stop_sequence"] = null,
                ["usage"] = new JsonObject { ["input_tokens"] = 80, ["output_tokens"] = 1, ["cache_read_input_tokens"] = 20, ["cache_creation_input_tokens"] = 0 },
            },
        };
        var isEdit = offersTools && !isDone;
        yield return new()
        {
            ["type"] = "content_block_start",
            ["index"] = 0,
            ["content_block"] = isEdit ? new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_{_count}", ["name"] = "Write", ["input"] = new JsonObject() } : new JsonObject { ["type"] = "text", ["text"] = "" },
        };
        yield return new()
        {
            ["type"] = "content_block_delta",
            ["index"] = 0,
            ["delta"] = isEdit
                ? new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = new JsonObject { ["file_path"] = path, ["content"] = content }.ToJsonString() }
                : new JsonObject { ["type"] = "text_delta", ["text"] = message },
        };
        yield return new() { ["type"] = "content_block_stop", ["index"] = 0 };
        yield return new()
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = isEdit ? "tool_use" : "end_turn", ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = 30 },
        };
        yield return new() { ["type"] = "message_stop" };
    }
}
