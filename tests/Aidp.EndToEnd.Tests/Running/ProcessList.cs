using System.Globalization;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>The processes of this machine, those in sandboxes among them.</summary>
static class ProcessList
{
    /// <summary>The command line of everything that works in a folder, or names it.</summary>
    public static IReadOnlyList<string> In(string folder) => Directory.Exists("/proc/self")
        ? [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out _)).Select(process => CommandLine(process, folder)).OfType<string>()]
        : [];

    static string? CommandLine(string process, string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
            return line.Contains(folder, StringComparison.Ordinal) || new FileInfo(Path.Combine(process, "cwd")).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true ? line : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or it ended while it was looked at.
            return null;
        }
    }
}
