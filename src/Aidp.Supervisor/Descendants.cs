using System.Globalization;

namespace Aidp.Supervisor;

/// <summary>The living descendants of this process, by the parents that /proc names.</summary>
static class Descendants
{
    /// <summary>Sends a signal (0 for none) to each of them but the one that is spared (0 for none), and returns how many live.</summary>
    public static int Signal(int signal, int spared)
    {
        var processes = Processes();
        var count = 0;
        foreach (var (process, entry) in processes)
        {
            if (IsDescendant(process, processes))
            {
                // A process whose first thread has ended looks like one that waits to be collected: it gets the signal too.
                count += entry.Lives ? 1 : 0;
                if (signal != 0 && process != spared)
                {
                    _ = Native.Kill(process, signal);
                }
            }
        }

        return count;
    }

    static bool IsDescendant(int process, Dictionary<int, Entry> processes)
    {
        // No chain of parents is longer than the table, even when the table was read while it changed.
        for (var i = 0; i < processes.Count && processes.TryGetValue(process, out var entry); i++)
        {
            if (entry.Parent == Environment.ProcessId)
            {
                return true;
            }

            process = entry.Parent;
        }

        return false;
    }

    static Dictionary<int, Entry> Processes()
    {
        var processes = new Dictionary<int, Entry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(folder.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Read(folder) is { } entry)
            {
                processes[process] = entry;
            }
        }

        return processes;
    }

    /// <summary>What /proc says of one process; null when it is gone.</summary>
    static Entry? Read(string folder)
    {
        try
        {
            // proc(5): "pid (name) state ppid ..."; the name may hold anything.
            var stat = File.ReadAllText(folder + "/stat");
            var rest = stat.AsSpan(stat.LastIndexOf(')') + 2);
            var parent = rest[2..];
            return new Entry(int.Parse(parent[..parent.IndexOf(' ')], NumberStyles.None, CultureInfo.InvariantCulture), rest[0] is not ('Z' or 'X'));
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    readonly record struct Entry(int Parent, bool Lives);
}
