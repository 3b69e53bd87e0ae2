using System.Diagnostics;
using System.Security.Cryptography;
using Aidp.Activities.Tests.Processes;

namespace Aidp.Activities.Tests.Workspaces;

/// <summary>A user's git repository, made and read with plain git, not with ours.</summary>
sealed class UserRepository(TemporaryFolder folder, string name = "user's repository")
{
    public string Path { get; } = Directory.CreateDirectory(folder[name]).FullName;

    public UserRepository Init(params string[] options)
    {
        Git(["init", "-q", "-b", "main", .. options]);
        Git("config", "user.name", "User");
        Git("config", "user.email", "user@example.com");
        return this;
    }

    /// <summary>A repository with one file and one commit.</summary>
    public UserRepository WithCommit()
    {
        Init();
        Write("readme.md", "hello\n");
        return Commit("First commit");
    }

    public UserRepository Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public UserRepository Commit(string message)
    {
        Git("add", "-A");
        Git("commit", "-q", "--allow-empty", "-m", message);
        return this;
    }

    public string Head => Git("rev-parse", "HEAD");

    public string Git(params string[] arguments) => GitIn(Path, arguments);

    /// <summary>Runs plain git in any folder, and returns what it wrote.</summary>
    public static string GitIn(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["GIT_CONFIG_GLOBAL"], start.Environment["GIT_CONFIG_NOSYSTEM"], start.Environment["GIT_ALLOW_PROTOCOL"]) = ("/dev/null", "1", "file");
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)}: {git.StandardError.ReadToEnd()}");
        return output.TrimEnd('\n');
    }

    /// <summary>Every file, folder and link with its contents, mode and time of change, except what publishing a branch adds: objects, the branch, and its log.</summary>
    public IReadOnlyList<string> Fingerprint() =>
    [
        .. Directory.EnumerateFileSystemEntries(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(entry => (Name: System.IO.Path.GetRelativePath(Path, entry), Info: (FileSystemInfo)new FileInfo(entry)))
            .Where(entry => !entry.Name.StartsWith(".git/objects/", StringComparison.Ordinal) && !entry.Name.StartsWith(".git/refs/heads/aidp", StringComparison.Ordinal) && !entry.Name.StartsWith(".git/logs/refs/heads/aidp", StringComparison.Ordinal))
            .Where(entry => !Directory.Exists(entry.Info.FullName) || entry.Info.LinkTarget is not null)
            .Select(entry => $"{entry.Name} {entry.Info.UnixFileMode} {entry.Info.LastWriteTimeUtc:O} {entry.Info.LinkTarget ?? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry.Info.FullName)))}")
            .Order(StringComparer.Ordinal),
    ];
}
