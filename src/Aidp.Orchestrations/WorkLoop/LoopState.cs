using System.Text.Json.Serialization;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Where a work loop stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LoopState>))]
public enum LoopState
{
    /// <summary>At the safe point before an iteration.</summary>
    [JsonStringEnumMemberName("READY")]
    Ready,

    /// <summary>The agent is at work.</summary>
    [JsonStringEnumMemberName("APPLY_PATCH")]
    ApplyPatch,

    /// <summary>The checks run.</summary>
    [JsonStringEnumMemberName("TEST")]
    Test,

    /// <summary>All required checks passed.</summary>
    [JsonStringEnumMemberName("PASS")]
    Pass,

    /// <summary>A required check failed.</summary>
    [JsonStringEnumMemberName("FAIL")]
    Fail,

    /// <summary>The failures are being read.</summary>
    [JsonStringEnumMemberName("DIAGNOSE")]
    Diagnose,

    /// <summary>What the agent is told next is settled.</summary>
    [JsonStringEnumMemberName("NEXT_PATCH")]
    NextPatch,

    /// <summary>The loop has ended.</summary>
    [JsonStringEnumMemberName("DONE")]
    Done,
}
