using Aidp.Activities;
using Aidp.Activities.Git;
using Aidp.Activities.Workspaces;
using Aidp.Functions.Api;
using Aidp.Functions.Events;
using Aidp.Functions.Keys;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Aidp.Functions;

/// <summary>Adds what the triggers need, on either host.</summary>
public static class FunctionServices
{
    /// <summary>Adds the triggers' services, and settles how answers are written as JSON; the activities' services are added apart.</summary>
    public static IServiceCollection AddAidpFunctions(this IServiceCollection services)
    {
        services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section);
        services.TryAddSingleton(CreateKeyStore);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyFilter>();
        services.AddSingleton<ApiGate>();
        services.AddOptions<EventOptions>().BindConfiguration(EventOptions.Section);
        services.AddSingleton<EventStreams>();
        services.AddSingleton<RunFeeds>();
        services.AddSingleton<RunListing>();
        services.AddSingleton(provider => new RunDiff(provider.GetRequiredService<StateFolder>(), provider.GetRequiredService<GitRunner>()));
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));
        return services;
    }

    // Where artifacts are: a host whose workers share no disk keeps neither there.
    static KeyStore CreateKeyStore(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ActivityOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        return options.Host.CreateBlobContainer() is { } container
            ? new BlobKeyStore(container, time)
            : new FileKeyStore(Path.Combine(Path.GetFullPath(options.StateFolder), KeyOptions.FileName), time);
    }
}
