using System.Globalization;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>
/// A git repository whose test passes when <c>progress.txt</c> has enough lines, and an agent that adds one line a call. The agent says in a
/// log outside of the worktree when it begins and when it is done, so that a call that was repeated shows. It thinks for a moment first: a host that
/// is killed as soon as it has started the agent does not leave it the time to finish.
/// </summary>
sealed class CountingRepository
{
    readonly string _log;

    CountingRepository(ScratchFolder folder, int lines, string first)
    {
        Path = folder["repository"];
        _log = folder["agent.log"];
        AgentScript = folder["agent.sh"];
        Check = $"test \"$(wc -l < progress.txt)\" -ge {lines.ToString(CultureInfo.InvariantCulture)}";
        File.WriteAllText(AgentScript, $"""
            cat > /dev/null
            {first}
            echo "start $AIDP_ITERATION" >> '{_log}'
            echo "line $AIDP_ITERATION" >> progress.txt
            echo "done $AIDP_ITERATION" >> '{_log}'
            echo "I added a line."
            echo "STATUS: COMPLETE"
            """.ReplaceLineEndings("\n"));
    }

    public string Path { get; }

    public string AgentScript { get; }

    public string AgentCommand => $"sh '{AgentScript}'";

    public string Check { get; }

    /// <summary>The iterations of the calls that came to their end, in order.</summary>
    public string[] FinishedCalls => File.Exists(_log) ? [.. File.ReadAllLines(_log).Where(l => l.StartsWith("done ", StringComparison.Ordinal)).Select(l => l[5..])] : [];

    /// <summary>Makes it; <paramref name="first"/> is what the agent does before it begins.</summary>
    public static async Task<CountingRepository> CreateAsync(ScratchFolder folder, int lines, string first = "sleep 0.2")
    {
        var repository = new CountingRepository(folder, lines, first);
        Directory.CreateDirectory(repository.Path);
        await Shell.GitAsync(repository.Path, "init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(System.IO.Path.Combine(repository.Path, "progress.txt"), "", TestContext.Current.CancellationToken);
        await Shell.GitAsync(repository.Path, "add", "-A");
        await Shell.GitAsync(repository.Path, "commit", "--quiet", "-m", "Start");
        return repository;
    }
}
