using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aidp.Functions.Tests.Http;

/// <summary>A client of server-sent events, as a browser is one.</summary>
static class EventClient
{
    /// <summary>The events of one connection.</summary>
    public static async IAsyncEnumerable<ToldEvent> ReadAsync(HttpClient client, string path, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            yield break;
        }

        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {(answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(cancellation))}");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var parser = SseParser.Create(stream, (_, bytes) => JsonSerializer.Deserialize<JsonElement>(bytes));
        await foreach (var item in parser.EnumerateAsync(cancellation))
        {
            yield return new(item.EventId!, item.EventType, item.Data);
        }
    }

    /// <summary>All events to the end of the run, over as many connections as it takes.</summary>
    public static async Task<List<ToldEvent>> ReadAllAsync(HttpClient client, string path, string? lastEventId, CancellationToken cancellation)
    {
        var all = new List<ToldEvent>();
        for (var connections = 0; connections < 100; connections++)
        {
            await foreach (var told in ReadAsync(client, path, lastEventId, cancellation))
            {
                all.Add(told);
                lastEventId = told.Id;
            }

            if (lastEventId?.EndsWith(":end", StringComparison.Ordinal) == true)
            {
                return all;
            }
        }

        throw new InvalidOperationException("The run did not end.");
    }
}

/// <summary>An event as a client gets it.</summary>
sealed record ToldEvent(string Id, string Name, JsonElement Data)
{
    public string? Text(string property) => Data.TryGetProperty(property, out var value) ? value.ToString() : null;
}
