using System.Text.Json;
using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>Remembers the occurrences of schedules, one file for each function; without a folder, nothing.</summary>
/// <param name="folder">Where the files are.</param>
sealed class TimerMonitor(string? folder)
{
    internal ScheduleStatus? Read(string function)
    {
        if (folder is null || !File.Exists(PathOf(function)))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllText(PathOf(function)));
        }
        catch (JsonException)
        {
            // A half-written file is as good as none: the schedule starts from now.
            return null;
        }
    }

    internal void Write(string function, ScheduleStatus status)
    {
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var temporary = PathOf(function) + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(status));
        File.Move(temporary, PathOf(function), overwrite: true);
    }

    string PathOf(string function) => Path.Combine(folder!, function + ".json");
}
