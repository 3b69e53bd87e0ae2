using System.Text.Json.Nodes;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Hosting;

/// <summary>What each kind of event says beside its time.</summary>
static class HistoryDetails
{
    internal static void Add(JsonObject entry, HistoryEvent happened, bool showOutput)
    {
        switch (happened)
        {
            case ExecutionStartedEvent started:
                entry["FunctionName"] = started.Name;
                entry["Input"] = started.Input;
                entry["ScheduledStartTime"] = started.ScheduledStartTime;
                break;
            case ExecutionCompletedEvent completed:
                entry["OrchestrationStatus"] = completed.Status.ToString();
                AddResult(entry, completed.Result, showOutput);
                break;
            case TaskScheduledEvent call:
                entry["Name"] = call.Name;
                entry["Input"] = call.Input;
                break;
            case SubOrchestrationInstanceCreatedEvent call:
                entry["Name"] = call.Name;
                entry["InstanceId"] = call.InstanceId;
                entry["Input"] = call.Input;
                break;
            case TaskCompletedEvent completed:
                AddResult(entry, completed.Result, showOutput);
                break;
            case SubOrchestrationInstanceCompletedEvent completed:
                AddResult(entry, completed.Result, showOutput);
                break;
            case TaskFailedEvent failed:
                entry["Reason"] = failed.Reason;
                entry["Details"] = failed.Details;
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                entry["Reason"] = failed.Reason;
                entry["Details"] = failed.Details;
                break;
            case TimerCreatedEvent timer:
                entry["FireAt"] = timer.FireAt;
                break;
            case TimerFiredEvent timer:
                entry["FireAt"] = timer.FireAt;
                break;
            case EventRaisedEvent raised:
                entry["Name"] = raised.Name;
                entry["Input"] = raised.Input;
                break;
            case EventSentEvent sent:
                entry["InstanceId"] = sent.InstanceId;
                entry["Name"] = sent.Name;
                entry["Input"] = sent.Input;
                break;
            case ExecutionTerminatedEvent terminated:
                entry["Input"] = terminated.Input;
                break;
            case ExecutionSuspendedEvent suspended:
                entry["Reason"] = suspended.Reason;
                break;
            case ExecutionResumedEvent resumed:
                entry["Reason"] = resumed.Reason;
                break;
        }
    }

    static void AddResult(JsonObject entry, string? result, bool show)
    {
        if (show)
        {
            entry["Result"] = ManagementJson.Parse(result);
        }
    }
}
