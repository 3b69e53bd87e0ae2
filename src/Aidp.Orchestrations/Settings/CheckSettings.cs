using System.Text.Json.Serialization;

namespace Aidp.Orchestrations.Settings;

/// <summary>One of the project's own commands that judge the work.</summary>
public sealed record CheckSettings
{
    /// <summary>Its name, unique in the run.</summary>
    public required string Name { get; init; }

    /// <summary>The shell command; exit code 0 means passed.</summary>
    public required string Run { get; init; }

    /// <summary>What it judges.</summary>
    public CheckCategory Category { get; init; } = CheckCategory.Custom;

    /// <summary>Whether the run can complete without it. Default: it cannot.</summary>
    public bool Required { get; init; } = true;

    /// <summary>When it runs.</summary>
    public CheckPhase RunAfter { get; init; } = CheckPhase.EachUnit;

    /// <summary>How long it may run before its process tree is ended. Default: 30 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>What a check judges.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckCategory>))]
public enum CheckCategory
{
    /// <summary>Anything else.</summary>
    [JsonStringEnumMemberName("custom")]
    Custom,

    /// <summary>Behaviour.</summary>
    [JsonStringEnumMemberName("test")]
    Test,

    /// <summary>Style and suspicious code.</summary>
    [JsonStringEnumMemberName("lint")]
    Lint,

    /// <summary>Layout; may change files.</summary>
    [JsonStringEnumMemberName("format")]
    Format,

    /// <summary>Whether it builds.</summary>
    [JsonStringEnumMemberName("build")]
    Build,

    /// <summary>Documentation.</summary>
    [JsonStringEnumMemberName("documentation")]
    Documentation,
}

/// <summary>When a check runs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckPhase>))]
public enum CheckPhase
{
    /// <summary>In every iteration.</summary>
    [JsonStringEnumMemberName("each_unit")]
    EachUnit,

    /// <summary>In iterations in which the agent says that it is complete.</summary>
    [JsonStringEnumMemberName("on_completion")]
    OnCompletion,

    /// <summary>Once all other gates are open, right before the end.</summary>
    [JsonStringEnumMemberName("full_loop")]
    FullLoop,
}
