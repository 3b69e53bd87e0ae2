using System.Globalization;
using Aidp.Activities.Artifacts;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>The names of what a call of an agent leaves behind; the step's number tells two calls of one iteration apart.</summary>
static class AgentArtifacts
{
    /// <summary>The prompt.</summary>
    public static ArtifactName Prompt(StepContext step) => Of(step, "prompt", "md");

    /// <summary>The standard output, which grows while the agent runs.</summary>
    public static ArtifactName Transcript(StepContext step) => Of(step, "agent", "log");

    /// <summary>The standard error, which grows while the agent runs.</summary>
    public static ArtifactName Errors(StepContext step) => Of(step, "agent", "err");

    /// <summary>The final message.</summary>
    public static ArtifactName Message(StepContext step) => Of(step, "message", "md");

    static ArtifactName Of(StepContext step, string name, string ending) =>
        ArtifactName.Of(step.Run, step.Iteration, string.Create(CultureInfo.InvariantCulture, $"{name}-{step.Number}.{ending}"));
}
