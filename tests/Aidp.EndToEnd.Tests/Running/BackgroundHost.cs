using System.Diagnostics;
using System.Text.Json;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>The host that verbs start in the background, and that would wait for others for a while.</summary>
static class BackgroundHost
{
    /// <summary>Ends the host of a state folder with SIGKILL; returns whether there was one.</summary>
    public static bool Kill(string state)
    {
        var record = Path.Combine(state, "host.json");
        if (!File.Exists(record))
        {
            return false;
        }

        try
        {
            using var host = Process.GetProcessById(JsonElement.Parse(File.ReadAllText(record)).GetProperty("processId").GetInt32());
            host.Kill();
            host.WaitForExit();
            return true;
        }
        catch (ArgumentException)
        {
            // It is already gone.
            return false;
        }
    }
}
