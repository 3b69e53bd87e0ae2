using System.Text.Json.Nodes;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;

namespace Aidp.Embedded.Hosting;

/// <summary>A history as the management API shows it: a call and its end are one entry.</summary>
static class HistoryPayload
{
    internal static JsonArray Of(IEnumerable<HistoryEvent> history, bool showInput, bool showOutput)
    {
        Dictionary<int, JsonObject> calls = [];
        List<JsonObject> entries = [];
        foreach (var happened in history)
        {
            if (happened is OrchestratorStartedEvent or OrchestratorCompletedEvent)
            {
                continue;
            }

            var entry = new JsonObject { ["EventType"] = happened.EventType.ToString(), ["Timestamp"] = happened.Timestamp };
            entries.Add(entry);
            switch (happened)
            {
                case TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent:
                    calls[happened.EventId] = entry;
                    break;
                case TaskCompletedEvent or TaskFailedEvent or SubOrchestrationInstanceCompletedEvent or SubOrchestrationInstanceFailedEvent:
                    Join(entries, calls, OrchestrationExecution.TaskIdOf(happened)!.Value, entry);
                    break;
            }

            HistoryDetails.Add(entry, happened, showOutput);
            if (!showInput)
            {
                entry.Remove("Input");
            }
        }

        return [.. entries];
    }

    static void Join(List<JsonObject> entries, Dictionary<int, JsonObject> calls, int id, JsonObject end)
    {
        if (calls.Remove(id, out var call))
        {
            entries.Remove(call);
            end["ScheduledTime"] = call["Timestamp"]?.DeepClone();
            end["FunctionName"] = call["Name"]?.DeepClone();
            if (call.ContainsKey("Input"))
            {
                end["Input"] = call["Input"]?.DeepClone();
            }
        }
    }
}
