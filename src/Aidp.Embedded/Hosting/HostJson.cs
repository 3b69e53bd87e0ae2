using System.Globalization;
using System.Text.Json;

namespace Aidp.Embedded.Hosting;

/// <summary>What this host takes from <c>host.json</c>; the rest is for the Azure host.</summary>
sealed partial record HostJson
{
    /// <summary>The longest time of one invocation; null means any, as <c>-1</c> in the file does.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    /// <summary>What every route of a function begins with.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>The name of the task hub, which the management addresses carry.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>The version of orchestrations that are started without one.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary>Which versions this host runs.</summary>
    public string? VersionMatchStrategy { get; init; }

    /// <summary>What happens to instances of other versions.</summary>
    public string? VersionFailureStrategy { get; init; }

    /// <summary>The most activities at once.</summary>
    public int? MaxConcurrentActivityFunctions { get; init; }

    /// <summary>The most orchestrators at once.</summary>
    public int? MaxConcurrentOrchestratorFunctions { get; init; }

    /// <summary>Limits that only this host has.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>Keys of the sections <c>durableTask</c> and <c>embedded</c> that neither host knows.</summary>
    public IReadOnlyList<string> UnknownKeys { get; init; } = [];

    // What the Durable Task extension reads and an engine in one process has no use for.
    static readonly HashSet<string> ForAzureOnly = new(StringComparer.OrdinalIgnoreCase)
    {
        "storageProvider", "tracing", "notifications", "extendedSessionsEnabled", "extendedSessionIdleTimeoutInSeconds", "maxGrpcMessageSizeInBytes", "grpcHttpClientTimeout",
        "localRpcEndpointEnabled", "useGracefulShutdown", "useAppLease", "appLeaseOptions", "maxConcurrentEntityFunctions", "maxEntityOperationBatchSize", "maxOrchestrationActions",
        "entityMessageReorderWindowInMinutes", "rollbackEntityOperationsOnExceptions", "overridableExistingInstanceStates", "storeInputsInOrchestrationHistory", "httpSettings",
    };

    static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "hubName", "defaultVersion", "versionMatchStrategy", "versionFailureStrategy", "maxConcurrentActivityFunctions", "maxConcurrentOrchestratorFunctions",
    };

    /// <summary>Reads a file; without one, the defaults.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    internal static HostJson Load(string? path)
    {
        if (path is null)
        {
            return new();
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"{path} cannot be read: {exception.Message} Correct it, or start without it.", exception);
        }
    }

    static HostJson Read(JsonElement root)
    {
        var http = root.Find("extensions")?.Find("http");
        var durable = root.Find("extensions")?.Find("durableTask");
        var embedded = root.Find("extensions")?.Find("embedded");
        var defaults = new HostJson();
        return new()
        {
            FunctionTimeout = Timeout(root.Find("functionTimeout")?.ToString()),
            RoutePrefix = http?.Find("routePrefix")?.GetString()?.Trim('/') ?? defaults.RoutePrefix,
            HubName = durable?.Find("hubName")?.GetString() ?? defaults.HubName,
            DefaultVersion = durable?.Find("defaultVersion")?.GetString(),
            VersionMatchStrategy = durable?.Find("versionMatchStrategy")?.GetString(),
            VersionFailureStrategy = durable?.Find("versionFailureStrategy")?.GetString(),
            MaxConcurrentActivityFunctions = durable?.Find("maxConcurrentActivityFunctions")?.GetInt32(),
            MaxConcurrentOrchestratorFunctions = durable?.Find("maxConcurrentOrchestratorFunctions")?.GetInt32(),
            Limits = embedded is { } limits ? EngineLimits.Read(limits) : defaults.Limits,
            UnknownKeys =
            [
                .. KeysOf(durable).Where(key => !Known.Contains(key) && !ForAzureOnly.Contains(key)).Select(key => $"durableTask.{key}"),
                .. KeysOf(embedded).Except(EngineLimits.Keys, StringComparer.OrdinalIgnoreCase).Select(key => $"embedded.{key}"),
            ],
        };
    }

    static IEnumerable<string> KeysOf(JsonElement? section) => section is { } found ? found.EnumerateObject().Select(property => property.Name) : [];

    static TimeSpan? Timeout(string? text) => text is null or "-1" or "-1.00:00:00" ? null : TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
