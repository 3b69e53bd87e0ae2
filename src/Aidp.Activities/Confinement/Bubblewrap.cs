using Aidp.Activities.Processes;

namespace Aidp.Activities.Confinement;

/// <summary>The sandbox of bubblewrap (<c>bwrap</c>): a view of the file system, processes and devices of its own, and the network of the machine.</summary>
/// <param name="executable">The program, looked up in PATH.</param>
/// <param name="limit">How long making one may take to be seen to work; null for 20 seconds.</param>
sealed class Bubblewrap(string executable = "bwrap", TimeSpan? limit = null)
{
    const string Remedy = "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap), and let it make user namespaces.";

    static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    /// <summary>What the system says of a machine that has reached its limits: EAGAIN and ENOMEM of clone(2).</summary>
    static readonly string[] _passing = ["Resource temporarily unavailable", "Cannot allocate memory"];

    /// <summary>
    /// What root keeps: enough to own and change files, and too little to undo the sandbox (mount, trace, make devices). The set is that of
    /// containers in general (https://docs.docker.com/engine/security/#linux-kernel-capabilities) without making devices and raw sockets. Other users
    /// have no capabilities to begin with.
    /// </summary>
    static readonly string[] _kept =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
    ];

    /// <summary>Runs a program in a sandbox.</summary>
    public ProcessWrapper Around(SandboxView view) => new(executable, Arguments(view), "bwrap: ");

    /// <summary>Makes one, to see whether that works here; null when it does.</summary>
    public async Task<SandboxProblem?> TryAsync(ProcessRunner processes, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new SandboxProblem("There is a sandbox on Linux only.", "Run Aidp in a Linux container or virtual machine where one is needed.");
        }

        var command = new ProcessCommand
        {
            Executable = "true",
            WorkingDirectory = "/",
            Environment = ProcessEnvironment.Create(),
            Timeout = limit ?? _limit,
            Wrapper = Around(new SandboxView([RealPath.Of(Path.GetTempPath())], [], [])),
        };
        var tried = await processes.RunSupervisedAsync(command, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var said = tried.Problem ?? $"{tried.End}, exit code {tried.ExitCode}. {tried.Error.Tail.Trim()}";
        return tried.IsSuccess ? null
            : tried.End == ProcessEnd.NotFound ? new SandboxProblem($"'{executable}' was not found in PATH.", Remedy)
            : new SandboxProblem($"'{executable}' cannot make a sandbox here: {said}", Remedy)
            {
                MayPass = tried.End is not (ProcessEnd.Exited or ProcessEnd.NotExecutable) || _passing.Any(problem => said.Contains(problem, StringComparison.Ordinal)),
            };
    }

    static IReadOnlyList<string> Arguments(SandboxView view) =>
    [
        "--die-with-parent", "--unshare-pid", "--unshare-ipc",
        "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        // The outer folder comes before what it holds, so that what is said of the inner one holds.
        .. Mounts(view).OrderBy(mount => mount[1], StringComparer.Ordinal).SelectMany(mount => mount),
        // Only once everything in it has its place.
        .. view.Hidden.SelectMany(folder => new[] { "--remount-ro", folder }),
        .. Environment.IsPrivilegedProcess ? ["--cap-drop", "ALL", .. _kept.SelectMany(capability => new[] { "--cap-add", capability })] : Array.Empty<string>(),
        "--",
    ];

    static IEnumerable<string[]> Mounts(SandboxView view) =>
    [
        .. view.Hidden.Select(folder => new[] { "--tmpfs", folder }),
        .. view.ReadOnly.Select(folder => new[] { "--ro-bind", folder, folder }),
        .. view.Writable.Select(folder => new[] { "--bind", folder, folder }),
    ];
}
