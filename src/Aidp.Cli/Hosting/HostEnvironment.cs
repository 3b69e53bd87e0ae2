using System.Text;
using Aidp.Activities.Agents;
using Aidp.Orchestrations.Settings;

namespace Aidp.Cli.Hosting;

/// <summary>The environment that a host was started with: agents, checks and git get theirs from it, whichever terminal a run is started from.</summary>
/// <param name="Variables">Its variables; null where the system does not tell.</param>
sealed record HostEnvironment(IReadOnlyDictionary<string, string>? Variables)
{
    /// <summary>They differ from terminal to terminal, and no result depends on them.</summary>
    static readonly string[] _ofTheTerminal = ["COLORTERM", "TERM", "XDG_RUNTIME_DIR"];

    /// <summary>What Linux tells of a process of the same user (proc_pid_environ(5)).</summary>
    public static HostEnvironment Of(int process)
    {
        try
        {
            return new(Parse(File.ReadAllBytes($"/proc/{process}/environ")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new((IReadOnlyDictionary<string, string>?)null);
        }
    }

    /// <summary>The names of the variables that a run would get other values of than it would from this process, which decides what a new host gets.</summary>
    public IReadOnlyList<string> Differences(RunSettings settings) => Variables is null
        ? []
        : [.. PassedVariables.Of(settings).Except(_ofTheTerminal).Where(name => (Environment.GetEnvironmentVariable(name) ?? "") != Variables.GetValueOrDefault(name, "")).Distinct().Order(StringComparer.Ordinal)];

    static Dictionary<string, string> Parse(ReadOnlySpan<byte> text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Encoding.UTF8.GetString(text).Split('\0'))
        {
            if (entry.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                variables.TryAdd(entry[..at], entry[(at + 1)..]);
            }
        }

        return variables;
    }
}
