using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Agents.Demo;

/// <summary>A small real repository whose tests fail until the demo agent has repaired it in three goes. It needs <c>sh</c> and <c>git</c>.</summary>
public static class DemoRepository
{
    /// <summary>The task to give to the agent.</summary>
    public const string Task = "The tests of this repository fail. Repair the code, not the tests, until all of them pass.";

    /// <summary>Names the branch of the demo's run.</summary>
    public const string Slug = "repair-receipt";

    /// <summary>The agent.</summary>
    public static AgentSettings Agent { get; } = new() { Name = DemoAgent.Name };

    /// <summary>The repository's tests.</summary>
    public static CheckSettings Check { get; } = new() { Name = "test", Run = "sh tests/run.sh", Category = CheckCategory.Test };

    /// <summary>Makes the repository, with one commit on branch main.</summary>
    /// <exception cref="IOException">The folder exists and is not empty.</exception>
    public static async System.Threading.Tasks.Task CreateAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"'{folder}' is not empty, and the demo overwrites nothing. Choose another folder, or remove it.");
        }

        foreach (var (path, text) in DemoFiles.RepositoryFiles)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }

        var git = new GitRunner(new ProcessRunner(TimeProvider.System), TimeProvider.System);
        await git.CheckVersionAsync();
        foreach (var arguments in (string[][])[["init", "--quiet", "--template=", "--initial-branch=main"], ["add", "-A"], ["commit", "--quiet", "-m", "Add a receipt printer"]])
        {
            await git.RunAsync(new GitCall(arguments) { WorkingDirectory = folder, IsExactlyHere = true }, cancellationToken);
        }
    }
}
