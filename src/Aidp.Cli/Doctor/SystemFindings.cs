using System.Runtime.InteropServices;
using Aidp.Functions.Api;

namespace Aidp.Cli.Doctor;

/// <summary>Looks at the operating system and the user.</summary>
static class SystemFindings
{
    const string ReleaseFile = "/proc/sys/kernel/osrelease";

    /// <summary>What is found here.</summary>
    public static IEnumerable<Finding> Look()
    {
        yield return Finding.Ok("aidp", $"{HealthView.ThisVersion}, {RuntimeInformation.FrameworkDescription}");
        yield return OperatingSystem.IsMacOS()
            ? Finding.Warning("system", $"{RuntimeInformation.OSDescription}: a process that leaves the session of an agent or check cannot be found again here, and may outlive it.", "On Linux, or in a Linux container, nothing outlives it.")
            : Linux(File.Exists(ReleaseFile) ? File.ReadAllText(ReleaseFile).Trim() : "");
        yield return Environment.IsPrivilegedProcess
            ? Finding.Warning("user", "Aidp runs as root, and so do agents and checks: they may change everything on this machine.", "Run it as an ordinary user, or in a container that may be lost.")
            : Finding.Ok("user", $"{Environment.UserName}; agents and checks run as this user");
    }

    /// <summary>A Linux kernel, by its release: Windows' own says so in its name.</summary>
    internal static Finding Linux(string release) =>
        release.Contains("WSL2", StringComparison.OrdinalIgnoreCase) ? Finding.Ok("system", $"{RuntimeInformation.OSDescription} (WSL2); keep repositories and the state folder in the Linux file system, not below /mnt")
        : release.Contains("Microsoft", StringComparison.OrdinalIgnoreCase) ? Finding.Problem("system", $"This is WSL1 ({release}), which has no Linux kernel of its own: supervision and file locks do not hold.", "Convert the distribution to WSL2, from Windows: wsl --set-version DISTRIBUTION 2")
        : Finding.Ok("system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
}
