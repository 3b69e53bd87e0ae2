using System.Text.Json.Serialization;

namespace Aidp.Cli.Doctor;

/// <summary>How bad a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
enum FindingLevel
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Something is missing or surprising, and Aidp works without it.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Aidp does not work like this.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Cause">What was found.</param>
/// <param name="Remedy">What a person can do; null when nothing is to be done, or the cause says it.</param>
sealed record Finding(FindingLevel Level, string Subject, string Cause, string? Remedy = null)
{
    /// <summary>A thing that is as it should be.</summary>
    public static Finding Ok(string subject, string what) => new(FindingLevel.Ok, subject, what);

    /// <summary>A thing that a person should know of.</summary>
    public static Finding Warning(string subject, string cause, string? remedy = null) => new(FindingLevel.Warning, subject, cause, remedy);

    /// <summary>A thing that keeps Aidp from working.</summary>
    public static Finding Problem(string subject, string cause, string? remedy = null) => new(FindingLevel.Problem, subject, cause, remedy);
}
