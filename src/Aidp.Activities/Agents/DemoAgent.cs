using Aidp.Activities.Agents.Demo;

namespace Aidp.Activities.Agents;

/// <summary>The built-in agent: a script that repairs the demo repository in three goes, one of which breaks something else; no key, no network.</summary>
/// <remarks>What it does next depends on the files it finds and on nothing else. Its one argument is how long it pretends to think at each thought, in seconds.</remarks>
static class DemoAgent
{
    /// <summary>The agent's name in settings.</summary>
    public const string Name = "demo";

    /// <summary>The agent.</summary>
    public static AgentDefinition Definition { get; } = new()
    {
        Name = Name,
        Executable = "sh",
        Arguments = call => ["-c", DemoFiles.AgentScript, "aidp-demo-agent", .. call.Settings.Arguments],
        Read = (lines, exit) => CommandAgent.Read(Name, lines, exit),
    };
}
