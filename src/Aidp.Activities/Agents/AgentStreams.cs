using System.Diagnostics.CodeAnalysis;
using Aidp.Activities.Artifacts;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Where an agent's outputs go while it runs.</summary>
sealed record AgentStreams(Stream Transcript, Stream Errors, ICollection<string> Notices) : IAsyncDisposable
{
    /// <summary>Opens them, empty or after what they have.</summary>
    /// <param name="notices">Takes that the rest of an output could not be kept when they were closed.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The result owns the streams.")]
    public static async Task<AgentStreams> OpenAsync(ArtifactStore artifacts, StepContext step, bool fresh, ICollection<string> notices, CancellationToken cancellationToken) => new(
        await artifacts.OpenAppendAsync(AgentArtifacts.Transcript(step), fresh, cancellationToken),
        await artifacts.OpenAppendAsync(AgentArtifacts.Errors(step), fresh, cancellationToken),
        notices);

    /// <summary>Opens them for a call that is over: it counts also when the store takes nothing of what it said.</summary>
    public static async Task<AgentStreams> OpenForAdoptionAsync(ArtifactStore artifacts, StepContext step, ICollection<string> notices, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(artifacts, step, fresh: true, notices, cancellationToken);
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested)
        {
            notices.Add($"What the agent printed was not kept: {ExitReading.Cut(refused.Message)}");
            return new AgentStreams(Stream.Null, Stream.Null, notices);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(Transcript, "transcript");
        await CloseAsync(Errors, "error output");
    }

    // What the agent did counts, whether or not the end of what it said could be stored.
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a store throws is said in the result of the call.")]
    async Task CloseAsync(Stream stream, string name)
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (Exception refused)
        {
            Notices.Add($"The end of the agent's {name} was not kept: {ExitReading.Cut(refused.Message)}");
        }
    }
}
