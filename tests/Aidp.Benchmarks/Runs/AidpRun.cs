using System.Diagnostics;

namespace Aidp.Benchmarks.Runs;

/// <summary>The built <c>aidp</c> executable and a repository for it to work on.</summary>
sealed class AidpRun
{
    readonly string _folder;
    readonly string _script;

    AidpRun(string folder, string script) => (_folder, _script) = (folder, script);

    public string State => Path.Combine(_folder, "state");

    /// <summary>Where the second host names each durable boundary that it comes to.</summary>
    public string BoundaryLog => Path.Combine(_folder, "boundaries");

    string Repository => Path.Combine(_folder, "repository");

    /// <summary>A repository whose check passes after so many calls of an agent that adds a line and takes no time.</summary>
    public static AidpRun Create(string parent, string agentScript)
    {
        var run = new AidpRun(Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("n"))).FullName, agentScript);
        Directory.CreateDirectory(run.Repository);
        File.WriteAllText(Path.Combine(run.Repository, "progress.txt"), "");
        Shell(run.Repository, "git init -q && git add -A && git -c user.name=Ann -c user.email=ann@example.org commit -q -m Start");
        return run;
    }

    /// <summary>Starts a run hosted in the started process.</summary>
    public Process Start(int iterations) => StartProcess(
        ["run", "Add lines.", "--repo", Repository, "--agent-command", _script, "--check", $"test=test $(wc -l < progress.txt) -ge {iterations}",
            "--id", "bench", "--state", State, "--foreground", "--yes", "--json"],
        []);

    /// <summary>Follows the run in another process, which hosts it.</summary>
    public Process Attach() => StartProcess(
        ["attach", "bench", "--state", State, "--foreground", "--json"],
        new() { ["AIDP_CRASH_AT"] = "0", ["AIDP_CRASH_LOG"] = BoundaryLog });

    public static void Shell(string folder, string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = folder })!;
        shell.WaitForExit();
        if (shell.ExitCode != 0)
        {
            throw new InvalidOperationException($"The script ended with exit code {shell.ExitCode}: {script}");
        }
    }

    static Process StartProcess(string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "aidp"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
