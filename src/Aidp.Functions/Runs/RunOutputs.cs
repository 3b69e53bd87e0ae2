using System.Globalization;
using System.Text.RegularExpressions;
using Aidp.Activities.Artifacts;

namespace Aidp.Functions.Runs;

/// <summary>Finds what agents and checks of a run printed, in the order of its steps.</summary>
static partial class RunOutputs
{
    /// <summary>The outputs among the artifacts of a run, as one log that only grows: steps follow one another, and the last one is still being written.</summary>
    public static RunLog Of(ArtifactStore store, IEnumerable<ArtifactInfo> artifacts) =>
        new(store, [.. artifacts
            .Select(artifact => (Artifact: artifact, Step: Output().Match(artifact.Name.File)))
            .Where(output => output.Step.Success)
            .OrderBy(output => int.Parse(output.Step.Groups["step"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
            .Select(output => output.Artifact)]);

    /// <summary>The step that printed an output.</summary>
    public static int StepOf(ArtifactName name) => int.Parse(Output().Match(name.File).Groups["step"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(agent-|check-.*\.)(?<step>[0-9]{1,9})\.log\z", RegexOptions.CultureInvariant)]
    private static partial Regex Output();
}
