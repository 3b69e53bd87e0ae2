using System.Net;
using System.Text;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aidp.Cli.Tests.Running;

/// <summary>A host with one run, whose agent prints a line whenever somebody looks at its output.</summary>
sealed class SteadyLog : IAsyncDisposable
{
    public const string Run = "steady";
    public const string Line = "one more line\n";

    readonly WebApplication _application;
    readonly string _line;
    int _lines = 2;

    SteadyLog(string line)
    {
        _line = line;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.MapGet($"/api/runs/{Run}", () => Results.Json(new RunView { Id = Run, Status = RunState.Running, Why = "agent", CreatedAt = default, UpdatedAt = default }, ApiJson.Tolerant));
        _application.MapGet($"/api/runs/{Run}/logs", Output);
    }

    public string Url => _application.Urls.First();

    public static async Task<SteadyLog> StartAsync(CancellationToken cancellation, string line = Line)
    {
        var log = new SteadyLog(line);
        await log._application.StartAsync(cancellation);
        return log;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    IResult Output() =>
        Results.Bytes(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(_line, _lines++))), "text/plain", enableRangeProcessing: true);
}
