using Aidp.Activities.Git;
using Aidp.Activities.Processes;

namespace Aidp.Activities.TestHost;

/// <summary>Makes one call of git, as the product makes it.</summary>
static class RunGit
{
    public static async Task<int> RunAsync(string folder, string[] arguments)
    {
        var result = await new GitRunner(new ProcessRunner(TimeProvider.System), TimeProvider.System).TryRunAsync(new GitCall(arguments) { WorkingDirectory = folder }, CancellationToken.None);
        Console.WriteLine(result.Text);
        return result.ExitCode;
    }
}
