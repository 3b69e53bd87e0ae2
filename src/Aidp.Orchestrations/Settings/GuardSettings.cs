namespace Aidp.Orchestrations.Settings;

/// <summary>What an agent may change. Patterns are those of <c>.gitignore</c>, and git does the matching; a policy that says nothing forbids only what is protected.</summary>
public sealed record GuardSettings
{
    /// <summary>When there are any, every changed file must match one.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>No changed file may match one.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>A changed file that matches one waits until a person approves of the change.</summary>
    public IReadOnlyList<string> Confirm { get; init; } = [];

    /// <summary>How many lines the commit that is published may add and remove, together; null for any number.</summary>
    public int? MaxLinesPerCommit { get; init; }

    /// <summary>How many files the commit that is published may change; null for any number.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>Paths of protected files and folders that may be changed: each by its whole name, patterns do not count.</summary>
    public IReadOnlyList<string> AllowProtected { get; init; } = [];

    /// <summary>What is always protected, as patterns: what configures git, Aidp, agents and continuous integration decides over what runs later.</summary>
    public static IReadOnlyList<string> Protected { get; } =
    [
        ".git", ".gitattributes", ".gitmodules", "/aidp.yml", "/.aidp",
        ".claude", ".mcp.json", ".codex", ".gemini", ".copilot", ".cursor", ".cursorrules", ".aider.conf.yml", ".opencode", "opencode.json", "opencode.jsonc", ".kilo", ".kilocode",
        "/.github/workflows", "/.github/actions", "/.gitlab-ci.yml", "/.gitlab/ci", "/.circleci", "/.travis.yml", "/.buildkite", "/.drone.yml", "/.woodpecker", "/.woodpecker.yml",
        "/.forgejo/workflows", "/.gitea/workflows", "/azure-pipelines.yml", "/.azure-pipelines", "/bitbucket-pipelines.yml", "/appveyor.yml", "/.appveyor.yml", "/Jenkinsfile",
    ];
}
