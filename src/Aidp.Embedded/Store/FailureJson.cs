using System.Text.Json;
using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Store;

/// <summary>Failures as JSON, for the texts of an instance.</summary>
static class FailureJson
{
    public static string Write(TaskFailureDetails failure) => JsonSerializer.Serialize(failure);

    public static TaskFailureDetails? Read(string json) => JsonSerializer.Deserialize<TaskFailureDetails>(json);
}
