using System.Globalization;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Git;

/// <summary>What holds for every git call, whatever the machine, the user or the repository configures: nothing of theirs is executed, asked or signed, and output reads the same everywhere.</summary>
static class GitContract
{
    /// <summary>The author and committer of everything that Aidp commits.</summary>
    public const string Identity = "Aidp";

    /// <summary>Its address, which leads nowhere.</summary>
    public const string Email = "aidp@localhost";

    /// <summary>The settings that override a repository's own, on the command line, where they win.</summary>
    static readonly string[] _settings =
    [
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "core.untrackedCache=false",
        "core.splitIndex=false",
        "core.attributesFile=/dev/null",
        "core.excludesFile=/dev/null",
        "core.quotePath=false",
        "core.pager=cat",
        "core.editor=false",
        "core.askPass=false",
        "core.sshCommand=false",
        "core.alternateRefsCommand=true",
        // What a commit needs survives a power cut; git's own default leaves loose objects to the kernel (git 2.36 and later).
        "core.fsync=committed,loose-object",
        "core.fsyncMethod=batch",
        "credential.helper=",
        "commit.gpgSign=false",
        "tag.gpgSign=false",
        "log.showSignature=false",
        "gc.auto=0",
        "maintenance.auto=false",
        "fetch.writeCommitGraph=false",
        "fetch.recurseSubmodules=false",
        "submodule.recurse=false",
        // A branch that is checked out is not changed under whoever works on it.
        "receive.denyCurrentBranch=refuse",
        "advice.addEmbeddedRepo=false",
        // Whoever names a repository to Aidp trusts it; nothing in it is executed anyway.
        "safe.directory=*",
    ];

    /// <summary>What a call needs besides to reach a server from this machine.</summary>
    static readonly string[] _network = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"];

    /// <summary>The whole command line of a call.</summary>
    public static IReadOnlyList<string> Arguments(GitCall call, GitCredential? credential = null) =>
    [
        "--no-pager",
        "--no-optional-locks",
        .. _settings.Concat(call.Settings).SelectMany(setting => new[] { "-c", setting }),
        .. credential is null ? (string[])[] : ["-c", credential.Setting],
        .. call.GitDirectory is null ? (string[])[] : [$"--git-dir={call.GitDirectory}"],
        .. call.WorkTree is null ? (string[])[] : [$"--work-tree={call.WorkTree}"],
        .. call.Arguments,
    ];

    /// <summary>
    /// How a call reaches a repository on this machine: another git serves it there (<c>upload-pack</c> or <c>receive-pack</c>), and git takes care that it knows
    /// nothing of the settings of this one. A server elsewhere has its own.
    /// </summary>
    public static string[] Serving(string service, string location) =>
        RemoteLocation.FolderOf(location) is null ? [] : [$"--{service}=git {string.Join(' ', _settings.Select(setting => $"-c '{setting}'"))} {service}"];

    /// <summary>The whole environment of a call: of this process's, only where programs and temporary files are.</summary>
    public static Dictionary<string, string> Environment(GitCall call, DateTimeOffset now, GitCredential? credential = null)
    {
        var date = string.Create(CultureInfo.InvariantCulture, $"@{now.ToUnixTimeSeconds()} +0000");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["TMPDIR"] = Path.GetTempPath(),
            // Where git looks for settings of its user: nowhere. GIT_CONFIG_GLOBAL is unknown before 2.32.
            ["HOME"] = "/dev/null",
            ["XDG_CONFIG_HOME"] = "/dev/null",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_SYSTEM"] = "/dev/null",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_ATTR_NOSYSTEM"] = "1",
            // Unlike protocol.allow, no setting of a repository is above it.
            ["GIT_ALLOW_PROTOCOL"] = call.Server is not null ? RemoteLocation.Protocols : "file",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
            ["GIT_AUTHOR_NAME"] = Identity,
            ["GIT_AUTHOR_EMAIL"] = Email,
            ["GIT_AUTHOR_DATE"] = date,
            ["GIT_COMMITTER_NAME"] = Identity,
            ["GIT_COMMITTER_EMAIL"] = Email,
            ["GIT_COMMITTER_DATE"] = date,
            ["LC_ALL"] = "C",
            ["TZ"] = "UTC",
        };
        foreach (var name in call.Server is not null ? _network : [])
        {
            if (System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        foreach (var (name, value) in credential?.Variables ?? [])
        {
            environment[name] = value;
        }

        if (call.IndexFile is { } index)
        {
            environment["GIT_INDEX_FILE"] = index;
        }

        if (call.IsExactlyHere && Path.GetDirectoryName(call.WorkingDirectory) is { } parent)
        {
            environment["GIT_CEILING_DIRECTORIES"] = parent;
        }

        if (call.Token is { } token)
        {
            environment[ProcessEnvironment.Marker] = token;
        }

        return environment;
    }
}
