using System.Globalization;

namespace Aidp.Activities.Processes;

/// <summary>A process that can be told from a later one with the same number.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StartTime">When it started, in clock ticks since the machine did (proc(5), field 22); 0 where /proc is missing.</param>
/// <param name="BootId">Which start of the machine (/proc/sys/kernel/random/boot_id); empty where /proc is missing.</param>
sealed record ProcessIdentity(int Id, long StartTime, string BootId)
{
    /// <summary>proc(5) counts fields from 1; what follows the name starts with field 3.</summary>
    const int StartTimeAfterName = 22 - 3;

    static readonly Lazy<string> _bootId = new(() => File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "");

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = Of(Environment.ProcessId);

    /// <summary>The process that has this number now.</summary>
    public static ProcessIdentity Of(int id) => new(id, ReadStartTime(id), _bootId.Value);

    /// <summary>Whether exactly this process still runs.</summary>
    public bool IsAlive => BootId == _bootId.Value && (OperatingSystem.IsLinux() ? StartTime != 0 && ReadStartTime(Id) == StartTime : ProcessSignals.Exists(Id));

    static long ReadStartTime(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? 0 : long.Parse(fields[StartTimeAfterName], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
        catch (UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
