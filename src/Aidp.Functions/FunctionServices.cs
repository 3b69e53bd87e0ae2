using Aidp.Activities.Git;
using Aidp.Activities.Workspaces;
using Aidp.Functions.Api;
using Aidp.Functions.Keys;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Functions;

/// <summary>Adds what the triggers need, on either host.</summary>
public static class FunctionServices
{
    /// <summary>Adds the triggers' services, and settles how answers are written as JSON; the activities' services are added apart.</summary>
    public static IServiceCollection AddAidpFunctions(this IServiceCollection services)
    {
        services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section);
        services.AddSingleton<KeyFilter>();
        services.AddSingleton<ApiGate>();
        services.AddSingleton(provider => new RunDiff(provider.GetRequiredService<StateFolder>(), provider.GetRequiredService<GitRunner>()));
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));
        return services;
    }
}
