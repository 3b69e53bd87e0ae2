using System.Globalization;
using System.Text;

namespace Aidp.Activities.Processes;

/// <summary>Everything that carries one token in its environment, found without knowing who started it: what is left of a command whose host or supervisor was killed.</summary>
static class ProcessTree
{
    /// <summary>No chain of parents is longer.</summary>
    const int MostAncestors = 1_000;

    static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);
    static readonly TimeSpan _step = TimeSpan.FromMilliseconds(10);

    /// <summary>A new token.</summary>
    public static string NewToken() => Guid.NewGuid().ToString("n");

    /// <summary>Kills everything that carries the token, and its descendants, until nothing does; gives up after 5 s. Returns how many processes there were. Where /proc is missing (macOS) it finds none.</summary>
    /// <remarks>A program that empties its own environment and kills its supervisor is not found: only a sandbox with its own process ids holds against that.</remarks>
    public static async Task<int> EndAsync(string token, TimeProvider time)
    {
        var killed = new HashSet<int>();
        var start = time.GetTimestamp();
        for (var left = Find(token); left.Count > 0 && time.GetElapsedTime(start) < _limit; left = Find(token))
        {
            foreach (var process in left)
            {
                killed.Add(process);
                _ = ProcessSignals.Send(process, ProcessSignals.Kill);
            }

            await Task.Delay(_step, time, CancellationToken.None);
        }

        return killed.Count;
    }

    /// <summary>The living processes that carry the token, and their descendants.</summary>
    public static IReadOnlyCollection<int> Find(string token)
    {
        if (!Directory.Exists("/proc/self"))
        {
            return [];
        }

        var marker = Encoding.UTF8.GetBytes($"{ProcessEnvironment.Marker}={token}\0");
        var processes = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(folder.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId)
            .ToDictionary(id => id, Parent);
        var found = processes.Keys.Where(id => processes[id] >= 0 && Carries(id, marker)).ToHashSet();
        while (found.Count > 0 && processes.Keys.Where(id => processes[id] > 0 && found.Contains(processes[id]) && !found.Contains(id)).ToList() is { Count: > 0 } children)
        {
            found.UnionWith(children);
        }

        return found;
    }

    /// <summary>Whether a living process was started by another one, or by something that this has started.</summary>
    public static bool Descends(int process, int ancestor)
    {
        for (var i = 0; i < MostAncestors && process > 1; i++)
        {
            process = Parent(process);
            if (process == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    static bool Carries(int process, byte[] marker) => Read($"/proc/{process}/environ").AsSpan().IndexOf(marker) >= 0;

    /// <summary>The parent, or -1 for a process that is gone or only waits to be collected.</summary>
    static int Parent(int process)
    {
        var stat = Encoding.UTF8.GetString(Read($"/proc/{process}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
        return fields is [not ("Z" or "X"), var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : -1;
    }

    static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
