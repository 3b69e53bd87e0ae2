using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aidp.Cli.Tests.Running;

/// <summary>Stands between clients and a host, counts what is asked, and cuts streams of events when it is told to.</summary>
sealed class Relay : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly Uri _host;
    readonly Task _accepting;
    readonly List<string> _requests = [];

    public Relay(Uri host)
    {
        _host = host;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Its address, to be used instead of the host's.</summary>
    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>After how many bytes a stream of events is cut; it grows by a third each time, so that there is an end.</summary>
    public int CutAfter { get; set; } = int.MaxValue;

    /// <summary>How many answers to requests that start a run are lost on the way back.</summary>
    public int LostStarts { get; set; }

    /// <summary>The first lines of all requests.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    async Task RelayAsync(TcpClient client)
    {
        using var to = new TcpClient();
        using (client)
        {
            try
            {
                await to.ConnectAsync(_host.Host, _host.Port, _end.Token);
                await await Task.WhenAny(AskAsync(client.GetStream(), to.GetStream()), AnswerAsync(to.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side is gone, and so is the connection.
            }
        }
    }

    async Task AskAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, _end.Token)) > 0)
        {
            lock (_requests)
            {
                _requests.Add(Encoding.ASCII.GetString(buffer, 0, read).Split('\r')[0]);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }

    async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[256];
        int read;
        for (var told = 0; (read = await from.ReadAsync(buffer, _end.Token)) > 0; told += read)
        {
            if (told == 0 && LostStarts > 0 && Requests[^1].StartsWith("POST /api/runs ", StringComparison.Ordinal))
            {
                LostStarts--;
                return;
            }

            if (told > CutAfter && Requests[^1].Contains("/events", StringComparison.Ordinal))
            {
                CutAfter += CutAfter / 3;
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
