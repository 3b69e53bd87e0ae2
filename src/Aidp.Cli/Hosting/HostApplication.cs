using System.Net;
using Aidp.Activities;
using Aidp.Embedded.Hosting;
using Aidp.Functions;
using Aidp.Functions.Api;
using Aidp.Functions.Keys;
using Aidp.Orchestrations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Aidp.Cli.Hosting;

/// <summary>Puts the function app, the durable engine and the web server together.</summary>
static class HostApplication
{
    static readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Builds the application; nothing listens yet.</summary>
    public static WebApplication Build(HostSettings settings, string socket)
    {
        // Empty: nothing in the current folder, which may be anybody's repository, configures the host.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = settings.State.Path, ApplicationName = "aidp" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => Listen(server, settings, socket));
        AddLogging(builder.Logging, settings);
        AddServices(builder.Services, settings, socket);
        TraceExport.Add(builder.Services, builder.Configuration, settings.Variables);

        var app = builder.Build();
        if (settings.IdleExit is not null)
        {
            app.Use(app.Services.GetRequiredService<IdleExit>().NoteAsync);
        }

        SocketPeers.Refuse(app);
        app.UseHostFiltering();
        app.Use(UnknownAddress.AnswerAsync);
        app.MapEmbeddedFunctions();
        HeldRoutes.Map(app);
        return app;
    }

    static void Listen(KestrelServerOptions server, HostSettings settings, string socket)
    {
        ServerLimits.Apply(server);
        server.ListenUnixSocket(socket, SocketPeers.Look);
        if (settings.Port is 0)
        {
            server.Listen(IPAddress.Loopback, 0);
        }
        else if (settings.Port is { } port)
        {
            server.ListenLocalhost(port);
        }
    }

    static void AddLogging(ILoggingBuilder logging, HostSettings settings)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(settings.Verbose ? LogLevel.Information : LogLevel.Warning);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // A start that fails is thrown to the verb, which says why in one line; a service that fails later is still logged, as critical.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    static void AddServices(IServiceCollection services, HostSettings settings, string socket)
    {
        var key = FullKey.Ensure(settings.State);
        services.AddRoutingCore();
        services.AddSingleton<IHostLifetime, NoLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = _shutdownTimeout);

        // Only names of this machine: a web page cannot reach the host under a name that it made point here.
        services.AddHostFiltering(ServerLimits.Apply);
        services.AddEmbeddedFunctions(host => Configure(host, settings, key));
        services.AddAidpActivities(activities =>
        {
            activities.StateFolder = settings.State.Path;
            activities.Host = settings.Machine;
            activities.HiddenFolders.Add(Path.GetDirectoryName(socket)!);
        });
        // This host's own, wherever its artifacts go.
        services.AddSingleton<KeyStore>(provider => new FileKeyStore(settings.State.KeysFile, provider.GetRequiredService<TimeProvider>()));
        services.AddAidpFunctions();
        services.Configure<KeyOptions>(keys => keys.Full = key);
        if (settings.LogFile is { } log)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<HostLog>(provider, log, HostLog.Most));
        }

        if (settings.IdleExit is { } after)
        {
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<IdleExit>(provider, after));
            services.AddHostedService(provider => provider.GetRequiredService<IdleExit>());
        }
    }

    static void Configure(EmbeddedHostOptions host, HostSettings settings, string key)
    {
        host.Assemblies.Add(typeof(FunctionNames).Assembly);
        host.Assemblies.Add(typeof(ActivityServices).Assembly);
        host.Assemblies.Add(typeof(FunctionServices).Assembly);
        host.HostJsonPath = Path.Combine(AppContext.BaseDirectory, "host.json");
        host.SystemKey = key;
        host.Engine.StorePath = settings.State.StoreFile;
    }
}
