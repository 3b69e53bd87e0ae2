namespace Aidp.Activities.Configuration;

/// <summary>Where the token for a git server is; the token itself stands in no setting.</summary>
public sealed record GitCredentialSettings
{
    /// <summary>The name of the server as it stands in clone URLs, with its port where they have one.</summary>
    public string Host { get; init; } = "";

    /// <summary>The user name that goes with the token. Default: x-access-token, which GitHub wants and most others ignore.</summary>
    public string User { get; init; } = "x-access-token";

    /// <summary>The environment variable that holds the token; null when a file does.</summary>
    public string? TokenVariable { get; init; }

    /// <summary>The file that holds the token, an absolute path; null when a variable does.</summary>
    public string? TokenFile { get; init; }
}
