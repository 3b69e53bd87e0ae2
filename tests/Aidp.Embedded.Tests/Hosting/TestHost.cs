using Aidp.Embedded.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Tests.Hosting;

/// <summary>A real host on a free port of the loopback address, with its store in memory unless told otherwise.</summary>
sealed class TestHost : IAsyncDisposable
{
    internal const string Key = "system-key&=/";

    readonly WebApplication _app;

    TestHost(WebApplication app)
    {
        _app = app;
        Http = new() { BaseAddress = new(app.Urls.First(url => url.StartsWith("http://127", StringComparison.Ordinal))) };
    }

    internal HttpClient Http { get; }

    internal IServiceProvider Services => _app.Services;

    internal static async Task<TestHost> StartAsync(Action<EmbeddedHostOptions>? configure = null, Action<WebApplicationBuilder>? build = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddScoped<Scope>();
        builder.Services.AddEmbeddedFunctions(options =>
        {
            options.Types.Add(typeof(TestFunctions));
            options.SystemKey = Key;
            configure?.Invoke(options);
        });
        build?.Invoke(builder);
        var app = builder.Build();
        app.MapEmbeddedFunctions();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    internal Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
