using System.Text.Json.Serialization;

namespace Aidp.Functions.Runs;

/// <summary>How a run stands: the words for runs that go on, and those of <see cref="Orchestrations.Runs.RunStatus"/> for runs that have ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
enum RunState
{
    /// <summary>Accepted; nothing has happened yet.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>It works.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It waits for time to pass or for a person.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Somebody paused it.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Somebody cancelled it, and it is about to end.</summary>
    [JsonStringEnumMemberName("cancelling")]
    Cancelling,

    /// <summary>All gates are open.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>A limit was reached or something could not go on.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>The checks passed and nothing was changed.</summary>
    [JsonStringEnumMemberName("no_changes")]
    NoChanges,

    /// <summary>Only a person can bring it further.</summary>
    [JsonStringEnumMemberName("needs_input")]
    NeedsInput,
}
