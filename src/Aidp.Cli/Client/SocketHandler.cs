using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Aidp.Cli.Client;

/// <summary>Makes HTTP clients that speak over a Unix socket.</summary>
static class SocketHandler
{
    /// <summary>The name under which the host is asked: one that it knows as its own.</summary>
    public const string HostName = "localhost";

    /// <summary>A client of the host that listens on the socket.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes of its handler.")]
    public static HttpClient CreateClient(string socketPath) =>
        new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancellation) => ConnectAsync(socketPath, cancellation) })
        {
            BaseAddress = new Uri($"http://{HostName}"),
        };

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The stream owns the socket.")]
    static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
