using System.Diagnostics;

namespace Aidp.Cli.Tests.Running;

/// <summary>A git repository with one commit, whose check wants two lines in a file.</summary>
static class TestRepository
{
    public const string Check = "lines=test \"$(wc -l < progress.txt)\" -ge 2";

    public const string Agent = "cat > /dev/null; echo line >> progress.txt; echo 'STATUS: COMPLETE'";

    public static string Create(TestFolder folder)
    {
        var path = Directory.CreateDirectory(folder["repository"]).FullName;
        Git(path, "init", "--quiet", "--initial-branch=main");
        File.WriteAllText(Path.Combine(path, "progress.txt"), "");
        Git(path, "add", "-A");
        Git(path, "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "-m", "Start");
        return path;
    }

    public static string Git(string path, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = path, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments[0]} ended with {git.ExitCode}.");
    }
}
