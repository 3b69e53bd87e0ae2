using System.Globalization;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Checks;

/// <summary>How a check is started.</summary>
static class CheckCommand
{
    /// <summary>What toolchains need besides what every program may see; none of it is secret.</summary>
    public static IReadOnlyList<string> Allowed { get; } =
    [
        "LC_ALL", "LC_CTYPE", "DOTNET_CLI_HOME", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_gcServer", "NUGET_HTTP_CACHE_PATH",
        "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "UV_CACHE_DIR", "PIP_CACHE_DIR", "PNPM_HOME", "COREPACK_HOME", "VOLTA_HOME", "npm_config_cache",
        "GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY", "RUSTUP_TOOLCHAIN", "CARGO_TARGET_DIR",
        "GRADLE_USER_HOME", "M2_HOME", "MAVEN_HOME", "MAVEN_OPTS", "ANDROID_HOME", "GEM_HOME", "GEM_PATH", "BUNDLE_PATH", "RBENV_ROOT",
    ];

    /// <summary>The process: a shell in the worktree whose two outputs are one, in the order in which they come.</summary>
    public static ProcessCommand For(RunCheckInput input, RunWorkspace workspace, OutputTarget output) => new()
    {
        Executable = "/bin/sh",
        Arguments = ["-c", $"exec 2>&1\n{input.Check.Run}"],
        WorkingDirectory = workspace.Directory,
        Environment = ProcessEnvironment.Create(Allowed, new Dictionary<string, string>
        {
            ["AIDP_RUN"] = input.Step.Run,
            ["AIDP_ITERATION"] = input.Step.Iteration.ToString(CultureInfo.InvariantCulture),
            ["NO_COLOR"] = "1",
            ["TERM"] = "dumb",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            // Servers that builds leave behind for the next one end with the check anyway.
            ["MSBUILDDISABLENODEREUSE"] = "1",
        }),
        Timeout = input.Check.Timeout,
        Output = output,
        Secrets = SecretValues.OfThisProcess(),
        Token = workspace.CheckToken(input.Step.Number),
    };
}
