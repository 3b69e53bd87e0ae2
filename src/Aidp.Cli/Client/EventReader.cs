using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Aidp.Functions.Api;

namespace Aidp.Cli.Client;

/// <summary>An event that a host sent.</summary>
/// <param name="Id">Where the client stands after it; null when it stands where it stood.</param>
/// <param name="Name">What it is.</param>
/// <param name="Json">What it says.</param>
sealed record HostEvent(string? Id, string Name, string Json)
{
    /// <summary>What it says, as a record.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Json, ApiJson.Tolerant) ?? throw new JsonException($"The event '{Name}' is empty.");
}

/// <summary>Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
static class EventReader
{
    /// <summary>Three times the silence after which a host shows that it is there.</summary>
    static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(45);

    /// <summary>The events of one connection, to its end.</summary>
    /// <exception cref="HttpRequestException">The connection broke, or nothing is heard any more.</exception>
    public static async IAsyncEnumerable<HostEvent> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var (id, name, data) = ((string?)null, "message", (string?)null);
        while (await LineAsync(reader, cancellation) is { } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].TrimStart(' ');
            switch (line[..Math.Max(0, colon)])
            {
                case "id":
                    id = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "data":
                    data = value;
                    break;
                case "" when line.Length == 0 && data is not null:
                    yield return new(id, name, data);
                    (id, name, data) = (null, "message", null);
                    break;
                default:
                    // A sign of life, or a field that is of no use here.
                    break;
            }
        }
    }

    static async Task<string?> LineAsync(StreamReader reader, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(_longestSilence);
        try
        {
            return await reader.ReadLineAsync(silence.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"nothing was heard for {_longestSilence.TotalSeconds:0} s", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }
}
