using System.Text.Json.Nodes;

namespace Aidp.EndToEnd.Tests.Agents;

/// <summary>Answers in the form of the OpenAI Responses API (streaming), at 100 tokens read and 30 written for each answer.</summary>
sealed class ResponsesModel(Func<string, (string Command, string Message)> decide)
{
    int _count;

    public IEnumerable<JsonObject> Answer(JsonNode request)
    {
        var input = request["input"]!.AsArray();
        var (command, message) = decide(input.ToJsonString());
        var id = $"resp_{Interlocked.Increment(ref _count)}";
        yield return new() { ["type"] = "response.created", ["response"] = new JsonObject { ["id"] = id } };
        var isDone = input.Any(item => item!["type"]!.ToString().EndsWith("_output", StringComparison.Ordinal));
        yield return new()
        {
            ["type"] = "response.output_item.done",
            ["output_index"] = 0,
            ["item"] = isDone ? Message(message) : Call(command),
        };
        yield return new()
        {
            ["type"] = "response.completed",
            ["response"] = new JsonObject
            {
                ["id"] = id,
                ["usage"] = new JsonObject
                {
                    ["input_tokens"] = 100,
                    ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 20 },
                    ["output_tokens"] = 30,
                    ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 5 },
                    ["total_tokens"] = 130,
                },
            },
        };
    }

    JsonObject Message(string text) => new()
    {
        ["type"] = "message",
        ["role"] = "assistant",
        ["id"] = $"msg_{_count}",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text }),
    };

    /// <summary>Codex runs commands from JavaScript that the model writes.</summary>
    JsonObject Call(string command) => new()
    {
        ["type"] = "custom_tool_call",
        ["id"] = $"ctc_{_count}",
        ["call_id"] = $"call_{_count}",
        ["name"] = "exec",
        ["namespace"] = "functions",
        ["input"] = $"const done = await tools.exec_command({new JsonObject { ["cmd"] = command }.ToJsonString()}); text(done);",
    };
}
