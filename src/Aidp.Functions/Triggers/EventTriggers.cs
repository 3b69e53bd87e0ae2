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
    /// <summary>The events of a run from its beginning, or from where the client stopped, to its end. With <c>output=0</c> without what agents and checks print,
    /// with <c>outputFrom</c> only from that byte of <c>/logs</c> on; with <c>status=1</c> also how the run stands, whenever something has changed.</summary>
    [Function("GetRunEvents")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/events")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var asked = new AskedEvents(
                QueryNumber.Read(request.Query, "output", 1, 0, 1) == 1,
                QueryNumber.Read(request.Query, "outputFrom", 0, 0, long.MaxValue),
                QueryNumber.Read(request.Query, "status", 0, 0, 1) == 1);
            var position = EventStreams.Position(request);
            var cursor = position is null ? default : EventCursor.TryParse(position) ?? throw ApiProblems.InvalidRequest($"'{position}' is not the id of an event of a run.");
            var run = await new RunLookup(client).GetAsync(id, cancellation);
            if (cursor.Ended && run.HasEnded)
            {
                // Tells a browser not to come again.
                return TypedResults.NoContent();
            }

            return streams.Answer(request, (writer, ends) => TellAsync(id, client, asked, writer, cursor, ends));
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
                await using var stream = new AllEventStream(feeds, listing, client, writer, options.Value, time);
                await stream.RunAsync(cursor, ends);
            }));
        });

    async Task TellAsync(string id, DurableTaskClient client, AskedEvents asked, EventWriter writer, EventCursor cursor, CancellationToken ends)
    {
        await using var share = await feeds.JoinAsync(id, client, asked.Output, ends);
        await (asked.Status ? share.Feed.RefreshAsync().WaitAsync(ends) : Task.CompletedTask);
        var stream = new RunEventStream(share.Feed, writer, new EventClock(options.Value, time), cursor)
        {
            Output = asked.Output ? new OutputPieces(artifacts) : null,
            First = asked.Output && asked.OutputFrom > 0 ? await FirstAsync(id, asked.OutputFrom, ends) : default,
            TellsStanding = asked.Status,
        };
        await stream.RunAsync(ends);
    }

    async Task<OutputPosition> FirstAsync(string id, long offset, CancellationToken cancellation)
    {
        if (RunOutputs.Of(artifacts, await artifacts.ListAsync(id, cancellationToken: cancellation)).Find(offset) is not var (part, at))
        {
            return default;
        }

        var overlap = (int)Math.Min(at, OutputPosition.MostOverlap);
        var before = await artifacts.ReadRangeAsync(part, at - overlap, overlap, cancellation);
        return OutputPosition.At(RunOutputs.StepOf(part), at, before is null ? default : before.Bytes.Span);
    }

    /// <summary>What a client wants to be told besides what happens.</summary>
    sealed record AskedEvents(bool Output, long OutputFrom, bool Status);
}
