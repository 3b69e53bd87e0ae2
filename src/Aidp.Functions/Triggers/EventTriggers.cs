using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;
using Aidp.Functions.Events;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Aidp.Functions.Triggers;

/// <summary>Tells clients what happens while it happens.</summary>
public sealed class EventTriggers(ApiGate gate, EventStreams streams, RunFeeds feeds, RunListing listing, ArtifactStore artifacts, IOptions<EventOptions> options, TimeProvider time)
{
    /// <summary>The events of a run from its beginning, or from where the client stopped, to its end; with <c>output=0</c> without what agents and checks print.</summary>
    [Function("GetRunEvents")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/events")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var output = QueryNumber.Read(request.Query, "output", 1, 0, 1) == 1;
            var position = EventStreams.Position(request);
            var cursor = position is null ? default : EventCursor.TryParse(position) ?? throw ApiProblems.InvalidRequest($"'{position}' is not the id of an event of a run.");
            var run = await new RunLookup(client).GetAsync(id, cancellation);
            if (cursor.Ended && run.Run.IsCompleted)
            {
                // Tells a browser not to come again.
                return TypedResults.NoContent();
            }

            return streams.Answer(request, (writer, ends) => TellAsync(id, client, output, writer, cursor, ends));
        });

    /// <summary>The events of all runs from now on, or from where the client stopped, without what agents and checks print.</summary>
    [Function("GetEvents")]
    public Task<IResult> AllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/events")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, _ =>
        {
            var position = EventStreams.Position(request);
            var cursor = position is null ? null : AllCursor.TryParse(position) ?? throw ApiProblems.InvalidRequest($"'{position}' is not the id of an event of all runs.");
            return Task.FromResult(streams.Answer(request, async (writer, ends) =>
            {
                await using var stream = new AllEventStream(feeds, listing, client, writer, new EventClock(options.Value, time), time);
                await stream.RunAsync(cursor, ends);
            }));
        });

    async Task TellAsync(string id, DurableTaskClient client, bool output, EventWriter writer, EventCursor cursor, CancellationToken ends)
    {
        await using var share = await feeds.JoinAsync(id, client, output, ends);
        await new RunEventStream(share.Feed, output ? new OutputPieces(artifacts) : null, writer, new EventClock(options.Value, time), cursor).RunAsync(ends);
    }
}
