using System.Text.Json.Serialization;

namespace Aidp.Orchestrations.Runs;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>All gates are open; the change is on its branch.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>A limit was reached or something could not go on; the work is kept.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>A person cancelled the run; the work is kept.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>The checks passed and the agent changed nothing.</summary>
    [JsonStringEnumMemberName("no_changes")]
    NoChanges,

    /// <summary>Only a person can bring it further.</summary>
    [JsonStringEnumMemberName("needs_input")]
    NeedsInput,
}
