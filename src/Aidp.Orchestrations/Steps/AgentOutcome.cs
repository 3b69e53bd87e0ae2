using System.Text.Json.Serialization;

namespace Aidp.Orchestrations.Steps;

/// <summary>How an agent call ended; each kind but the first names what helps.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgentOutcome>))]
public enum AgentOutcome
{
    /// <summary>The agent ran to its end.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Too many requests: wait until the reset, or switch to another agent.</summary>
    [JsonStringEnumMemberName("rate_limited")]
    RateLimited,

    /// <summary>The plan or the account is used up: wait, or switch.</summary>
    [JsonStringEnumMemberName("quota_exceeded")]
    QuotaExceeded,

    /// <summary>Not logged in, or the credential is refused: switch, or a person logs in.</summary>
    [JsonStringEnumMemberName("auth_expired")]
    AuthExpired,

    /// <summary>The executable is not there: switch, or a person installs it.</summary>
    [JsonStringEnumMemberName("not_installed")]
    NotInstalled,

    /// <summary>It ran longer than it may; what it wrote is kept.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>It printed nothing for longer than it may; what it wrote is kept.</summary>
    [JsonStringEnumMemberName("idle_timeout")]
    IdleTimeout,

    /// <summary>A passing fault of a server or network: try again.</summary>
    [JsonStringEnumMemberName("transient")]
    Transient,

    /// <summary>It tried what it may not.</summary>
    [JsonStringEnumMemberName("sandbox_violation")]
    SandboxViolation,

    /// <summary>It failed and nothing says that trying again helps.</summary>
    [JsonStringEnumMemberName("permanent")]
    Permanent,

    /// <summary>The run was cancelled while the agent ran.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
