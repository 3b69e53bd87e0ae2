using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aidp.Cli.Hosting;

/// <summary>What bounds every request, before any function sees it.</summary>
static class ServerLimits
{
    /// <summary>The largest body that any route reads; those of the application API have smaller limits of their own.</summary>
    public const long MostBodyBytes = 16 * 1024 * 1024;

    /// <summary>The longest first line, so that an address with an id of 10,000 characters is still answered by whoever knows ids.</summary>
    public const int MostLineBytes = 64 * 1024;

    /// <summary>All headers together; the id of an event of all runs names each run that goes on.</summary>
    public const int MostHeaderBytes = 64 * 1024;

    /// <summary>Streams last for minutes, so there are as many connections as streams, and some for everything else.</summary>
    public const int MostConnections = 2_000;

    /// <summary>How long the headers of a request may take.</summary>
    public static TimeSpan HeadersTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may do nothing between requests.</summary>
    public static TimeSpan KeepAlive { get; } = TimeSpan.FromMinutes(2);

    /// <summary>How slowly a body may come and an answer may be taken: 240 bytes a second after the first 5 seconds.</summary>
    static MinDataRate Slowest { get; } = new(240, TimeSpan.FromSeconds(5));

    /// <summary>Sets the limits of the server.</summary>
    public static void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = MostBodyBytes;
        server.Limits.MaxRequestLineSize = MostLineBytes;
        server.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.MaxConcurrentConnections = MostConnections;
        server.Limits.RequestHeadersTimeout = HeadersTimeout;
        server.Limits.KeepAliveTimeout = KeepAlive;
        server.Limits.MinRequestBodyDataRate = Slowest;
        server.Limits.MinResponseDataRate = Slowest;
    }

    /// <summary>Answers only to names of this machine: a web page cannot reach the host under a name of its own that it made point here.</summary>
    public static void Apply(HostFilteringOptions filter)
    {
        filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"];
        filter.AllowEmptyHosts = false;
        filter.IncludeFailureMessage = false;
    }
}
