using System.Diagnostics.CodeAnalysis;
using Aidp.Activities.Artifacts;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Where an agent's outputs go while it runs.</summary>
sealed record AgentStreams(Stream Transcript, Stream Errors) : IAsyncDisposable
{
    /// <summary>Opens them, empty or after what they have.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The result owns the streams.")]
    public static async Task<AgentStreams> OpenAsync(ArtifactStore artifacts, StepContext step, bool fresh, CancellationToken cancellationToken) => new(
        await artifacts.OpenAppendAsync(AgentArtifacts.Transcript(step), fresh, cancellationToken),
        await artifacts.OpenAppendAsync(AgentArtifacts.Errors(step), fresh, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Transcript.DisposeAsync();
        await Errors.DisposeAsync();
    }
}
