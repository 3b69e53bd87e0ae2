using System.Reflection;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aidp.Embedded.Hosting;

/// <summary>Adds a function host to a web application.</summary>
public static class EmbeddedFunctions
{
    /// <summary>Adds the engine, the schedules and the client; call <see cref="MapEmbeddedFunctions"/> once the application is built.</summary>
    public static IServiceCollection AddEmbeddedFunctions(this IServiceCollection services, Action<EmbeddedHostOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton<FunctionRegistry>();
        services.AddSingleton(Engine);
        services.AddSingleton<DurableTaskClient>(provider => provider.GetRequiredService<DurableEngine>().Client);
        services.AddSingleton<ManagementKey>();
        services.AddSingleton<ManagementLinks>();
        services.AddHostedService<EngineHost>();
        services.AddHostedService<TimerHost>();
        return services;
    }

    /// <summary>The orchestrators of assemblies, to replay histories with: nothing is started, and none of them may need a service.</summary>
    /// <exception cref="InvalidFunctionsException">Some functions cannot run.</exception>
    public static FunctionRegistry FindOrchestrators(params IEnumerable<Assembly> assemblies)
    {
        var registry = new FunctionRegistry();
        var scopes = new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();
        foreach (var function in FunctionDiscovery.Find(assemblies.SelectMany(assembly => assembly.GetTypes())).Where(function => function.Trigger is FunctionTrigger.Orchestration))
        {
            registry.AddOrchestrator(function.Name, OrchestratorBinding.Bind(function, scopes));
        }

        return registry;
    }

    /// <summary>Maps the HTTP functions, below the route prefix of <c>host.json</c>, and the management API below <c>/runtime/webhooks/durabletask</c>.</summary>
    /// <exception cref="InvalidFunctionsException">Some functions cannot run.</exception>
    public static IEndpointRouteBuilder MapEmbeddedFunctions(this IEndpointRouteBuilder endpoints)
    {
        HttpFunctions.Map(endpoints);
        ManagementApi.Map(endpoints);
        return endpoints;
    }

    static DurableEngine Engine(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.Engine;
        var catalog = provider.GetRequiredService<FunctionCatalog>();
        catalog.Settings.ApplyTo(options);
        options.Program ??= ProgramIdentity.Of(catalog);
        return new(provider.GetRequiredService<FunctionRegistry>(), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());
    }
}
