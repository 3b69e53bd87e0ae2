using Aidp.Activities.Agents;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Tests.Agents;

/// <summary>Ends of processes, at a fixed time.</summary>
static class AgentExits
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static AgentExit Exit(int code, string stderr = "") => new(ProcessEnd.Exited, code, stderr, null, Now);

    public static AgentExit Ended(ProcessEnd end) => new(end, 143, "", end == ProcessEnd.NotFound ? "'x' was not found in PATH." : null, Now);

    public static AgentCall Call(string name, string? model = null, string? session = null) => new(new AgentSettings { Name = name, Command = "work" }, model, session);
}
