namespace Aidp.Activities.Processes;

/// <summary>What a program gets to see of this process's environment: an allow-list, since a variable may hold a secret.</summary>
static class ProcessEnvironment
{
    /// <summary>The marker by which the processes of one command are found again.</summary>
    public const string Marker = "AIDP_PROCESS";

    /// <summary>What programs need to find themselves, their user, their temporary files, their language and the network; nothing that is secret by its purpose.</summary>
    public static IReadOnlyList<string> Allowed { get; } =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE", "TERM", "COLORTERM",
        "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
        "DOTNET_ROOT", "NUGET_PACKAGES", "JAVA_HOME", "GOPATH", "GOROOT", "CARGO_HOME", "RUSTUP_HOME", "PYENV_ROOT", "NVM_DIR",
    ];

    /// <summary>The allowed variables of this process, those named besides, and values to add or replace.</summary>
    public static Dictionary<string, string> Create(IEnumerable<string>? alsoAllowed = null, IEnumerable<KeyValuePair<string, string>>? values = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Allowed.Concat(alsoAllowed ?? []))
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        foreach (var (name, value) in values ?? [])
        {
            environment[name] = value;
        }

        return environment;
    }
}
