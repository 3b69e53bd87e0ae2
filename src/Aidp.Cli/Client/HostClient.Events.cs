using System.Net;
using System.Runtime.CompilerServices;

namespace Aidp.Cli.Client;

sealed partial class HostClient
{
    /// <summary>The events of a run that one connection brings: the host ends it now and then.</summary>
    /// <param name="id">The run.</param>
    /// <param name="query">What is to be told.</param>
    /// <param name="after">The id of the last event that came before; null for the beginning.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<HostEvent> EventsAsync(string id, string query, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path(id)}/events?{query}");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            throw new HttpRequestException(await ReasonAsync(answer, cancellation));
        }

        await CheckAsync(answer, cancellation);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        await foreach (var told in EventReader.ReadAsync(stream, cancellation))
        {
            yield return told;
        }
    }
}
