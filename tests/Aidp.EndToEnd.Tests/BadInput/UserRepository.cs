using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Somebody's repository with one commit, and <c>aidp run</c> on it.</summary>
sealed class UserRepository : IDisposable
{
    /// <summary>An agent that adds a file and says that it is done.</summary>
    public const string Agent = "cat > /dev/null; echo work > work.txt; echo 'STATUS: COMPLETE'";

    readonly ScratchFolder _folder = new();

    /// <summary>Its working copy.</summary>
    public string Path => _folder["repository"];

    /// <summary>The state folder of the runs.</summary>
    public string State => _folder["state"];

    /// <summary>A path beside the repository.</summary>
    public string this[string name] => _folder[name];

    public static async Task<UserRepository> CreateAsync()
    {
        var repository = new UserRepository();
        Directory.CreateDirectory(repository.Path);
        await repository.GitAsync("init", "--quiet", "--initial-branch=main");
        await repository.CommitAsync("readme.md", "Hello\n");
        return repository;
    }

    public Task<string> GitAsync(params string[] arguments) => Shell.GitAsync(Path, arguments);

    /// <summary>Writes a file of the working copy.</summary>
    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(System.IO.Path.Combine(Path, file), text, TestContext.Current.CancellationToken);

    public async Task CommitAsync(string file, string text)
    {
        await WriteAsync(file, text);
        await GitAsync("add", "-A");
        await GitAsync("commit", "--quiet", "-m", $"Write {file}");
    }

    /// <summary>All that a person has in the repository: its branches but those of runs, where it stands, and what is not committed.</summary>
    public async Task<string> LookAsync() => string.Join('\n', (string[])[
        .. (await GitAsync("for-each-ref", "--format=%(refname) %(objectname)")).Split('\n').Where(line => !line.StartsWith("refs/heads/aidp/", StringComparison.Ordinal)),
        await File.ReadAllTextAsync(System.IO.Path.Combine(Path, ".git", "HEAD"), TestContext.Current.CancellationToken),
        await GitAsync("status", "--porcelain")]);

    /// <summary>The branches that runs made.</summary>
    public async Task<string[]> BranchesAsync() => (await GitAsync("for-each-ref", "--format=%(refname:short)", "refs/heads/aidp/")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A file of the only branch that a run made.</summary>
    public async Task<string> ResultAsync(string file) => await GitAsync("show", $"{Assert.Single(await BranchesAsync())}:{file}");

    /// <summary>The arguments of a run in the foreground.</summary>
    public string[] Arguments(params string[] more) => ["run", "Do the work.", "--repo", Path, "--state", State, "--foreground", "--yes", .. more];

    /// <summary>Runs <see cref="Agent"/> or what the further arguments say.</summary>
    public Task<AidpResult> RunAsync(params string[] more) => AidpProcess.RunAsync(Arguments(more));

    public void Dispose() => _folder.Dispose();
}
