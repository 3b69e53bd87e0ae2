using System.Diagnostics;
using System.Text.Json;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>The host that verbs start in the background, and that would wait for others for a while.</summary>
static class BackgroundHost
{
    /// <summary>Ends the host of a state folder with SIGKILL; nothing happens when there is none.</summary>
    public static void Kill(string state)
    {
        var record = Path.Combine(state, "host.json");
        if (!File.Exists(record))
        {
            return;
        }

        try
        {
            using var host = Process.GetProcessById(JsonElement.Parse(File.ReadAllText(record)).GetProperty("processId").GetInt32());
            host.Kill();
            host.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It is already gone.
        }
    }
}
