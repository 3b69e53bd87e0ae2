using CliWrap.Buffered;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>Runs a program to its end for its output, and fails the test when the program does.</summary>
static class Shell
{
    static readonly IReadOnlyDictionary<string, string?> _gitEnvironment = new Dictionary<string, string?>
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_AUTHOR_NAME"] = "Ann",
        ["GIT_AUTHOR_EMAIL"] = "ann@example.org",
        ["GIT_COMMITTER_NAME"] = "Ann",
        ["GIT_COMMITTER_EMAIL"] = "ann@example.org",
    };

    public static async Task<string> GitAsync(string repository, params string[] arguments)
    {
        var result = await CliWrap.Cli.Wrap("git").WithWorkingDirectory(repository).WithArguments(arguments).WithEnvironmentVariables(_gitEnvironment)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput.Trim();
    }
}
