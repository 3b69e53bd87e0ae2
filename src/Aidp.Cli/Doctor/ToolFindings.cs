using System.Globalization;
using Aidp.Activities.Confinement;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;

namespace Aidp.Cli.Doctor;

/// <summary>Looks at git, and whether programs can be run and ended as Aidp needs it.</summary>
sealed class ToolFindings(ProcessRunner processes, GitRunner git)
{
    static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    // Leaves a child in a session of its own behind, as a careless check does; its number is all that is printed.
    const string Careless = "if command -v setsid >/dev/null; then setsid sleep 600 & else sleep 600 & fi; echo $!";

    /// <summary>The git that is found in PATH.</summary>
    public async Task<Finding> GitAsync(CancellationToken cancellation)
    {
        try
        {
            await git.CheckVersionAsync();
            var version = await git.RunAsync(new GitCall("version") { WorkingDirectory = "/", Timeout = _limit }, cancellation);
            return Finding.Ok("git", $"{version.Text} ({GitVersion.Minimum} or later is needed)");
        }
        catch (GitException e)
        {
            return Finding.Problem("git", e.Message);
        }
    }

    /// <summary>Whether agents and checks can run in a sandbox.</summary>
    public async Task<Finding> SandboxAsync(SandboxMode mode, CancellationToken cancellation)
    {
        const string subject = "sandbox";
        if (mode == SandboxMode.Off)
        {
            return Finding.Ok(subject, "off for this machine: agents and checks can reach all that this user can");
        }

        return await new Bubblewrap().TryAsync(processes, cancellation) is not { } problem
            ? Finding.Ok(subject, "bubblewrap works: agents and checks see neither Aidp's own files nor other processes, and cannot change the repository")
            : mode == SandboxMode.Required
            ? Finding.Problem(subject, $"{problem.Cause} 'sandbox: required' is set for this machine, so no run can start.", problem.Remedy)
            : Finding.Warning(subject, $"{problem.Cause} Agents and checks can reach all that this user can, Aidp's own files and keys among it.", problem.Remedy);
    }

    /// <summary>The supervisor: it runs a program, and ends what that leaves behind.</summary>
    public async Task<Finding> SupervisorAsync(CancellationToken cancellation)
    {
        var result = await processes.RunSupervisedAsync(
            new ProcessCommand
            {
                Executable = "sh",
                Arguments = ["-c", Careless],
                WorkingDirectory = Path.GetTempPath(),
                Environment = ProcessEnvironment.Create(),
                Timeout = _limit,
            },
            cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (!result.IsSuccess || !int.TryParse(result.Output.Tail, CultureInfo.InvariantCulture, out var left))
        {
            return Finding.Problem(
                "supervisor",
                result.Problem ?? $"A shell that was run under the supervisor ended with {result.End}, exit code {result.ExitCode}: {result.Error.Tail.Trim()}",
                "Install Aidp again; when that does not help, look whether a security policy keeps programs from being started.");
        }

        return ProcessIdentity.Of(left).IsAlive
            ? Finding.Problem("supervisor", $"A process that a program left behind ({left}) was not ended with it.", $"End it with `kill {left}`. Agents and checks can leave processes behind on this machine.")
            : Finding.Ok("supervisor", string.Create(CultureInfo.InvariantCulture, $"runs programs and ends what they leave behind ({result.Elapsed.TotalMilliseconds:0} ms)"));
    }
}
