using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Aidp.Functions.Events;

/// <summary>Writes server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
sealed class EventWriter(PipeWriter target)
{
    /// <summary>So much may wait to be sent; then the client is waited for.</summary>
    const int MostPending = 64 * 1024;

    /// <summary>Whether something waits to be sent.</summary>
    public bool HasPending => target.UnflushedBytes > 0;

    /// <summary>Says after how long a client that lost the stream comes again.</summary>
    public void Retry(TimeSpan after) => Text($"retry: {(int)after.TotalMilliseconds}\n\n");

    /// <summary>Shows that the stream is alive.</summary>
    public void Heartbeat() => Text(":\n\n");

    /// <summary>Writes an event; its data is one line of JSON. One without an id leaves the client where it is.</summary>
    public async ValueTask WriteAsync(string? id, string name, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        Text($"{(id is null ? "" : $"id: {id}\n")}event: {name}\ndata: ");
        target.Write(json.Span);
        Text("\n\n");
        if (target.UnflushedBytes > MostPending)
        {
            await FlushAsync(cancellation);
        }
    }

    /// <summary>Sends what waits.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        var sent = await target.FlushAsync(cancellation);
        if (sent.IsCompleted || sent.IsCanceled)
        {
            throw new OperationCanceledException("The client is gone.");
        }
    }

    void Text(string text) => Encoding.UTF8.GetBytes(text, target);
}
