using System.Net;
using System.Security.Cryptography;
using Aidp.Activities;
using Aidp.Embedded.Hosting;
using Aidp.Functions.Keys;
using Aidp.Orchestrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Functions.Tests.Http;

/// <summary>The host that the tests talk to: the one that <c>AIDP_TEST_HOST</c> and <c>AIDP_TEST_KEY</c> name, else an embedded one in this process.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("aidp-api-");
    WebApplication? _own;

    /// <summary>Whether it is in this process whatever the environment says.</summary>
    internal bool Own { get; init; }

    public Uri Address { get; private set; } = null!;

    public string Key { get; private set; } = "";

    /// <summary>The services of the host in this process; null when it is elsewhere.</summary>
    public IServiceProvider? Services => _own?.Services;

    public HttpClient CreateClient(string? key = null) => new()
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { { KeyFilter.Header, key ?? Key } },
    };

    public async ValueTask InitializeAsync()
    {
        if (!Own && Environment.GetEnvironmentVariable("AIDP_TEST_HOST") is { Length: > 0 } other)
        {
            Address = new Uri(other);
            Key = Environment.GetEnvironmentVariable("AIDP_TEST_KEY") ?? "";
            return;
        }

        Key = RandomNumberGenerator.GetHexString(32);
        _own = Build();
        await _own.StartAsync();
        Address = new Uri(_own.Urls.First());
    }

    public Task StopAsync() => _own!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.StopAsync();
            await _own.DisposeAsync();
        }

        _state.Delete(recursive: true);
    }

    WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddRoutingCore();
        builder.Services.AddEmbeddedFunctions(host =>
        {
            host.Assemblies.Add(typeof(FunctionNames).Assembly);
            host.Assemblies.Add(typeof(ActivityServices).Assembly);
            host.Assemblies.Add(typeof(FunctionServices).Assembly);
            host.HostJsonPath = Path.Combine(AppContext.BaseDirectory, "host.json");
        });
        builder.Services.AddAidpActivities(activities => activities.StateFolder = _state.FullName);
        builder.Services.AddAidpFunctions();
        builder.Services.Configure<KeyOptions>(keys => keys.Full = Key);
        var app = builder.Build();
        app.MapEmbeddedFunctions();
        return app;
    }
}
