using System.Globalization;
using Aidp.Embedded.DurableTask.Client;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Reads query parameters as leniently as the real extension: a value that cannot be read counts as none.</summary>
static class ManagementQuery
{
    internal static bool Flag(this HttpRequest request, string name, bool otherwise) => bool.TryParse(request.Query[name], out var value) ? value : otherwise;

    internal static int? Number(this HttpRequest request, string name) => int.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var value) ? value : null;

    internal static DateTimeOffset? Time(this HttpRequest request, string name) =>
        DateTimeOffset.TryParse(request.Query[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value) ? value : null;

    /// <summary>A number of seconds, from 0 to a day.</summary>
    internal static TimeSpan? Seconds(this HttpRequest request, string name) =>
        double.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var value) && value >= 0 ? TimeSpan.FromSeconds(Math.Min(value, 86_400)) : null;

    /// <summary>The states asked for, in one parameter or several.</summary>
    /// <param name="request">The request.</param>
    /// <param name="unknown">The first text that is no state; null when all are.</param>
    internal static List<OrchestrationRuntimeStatus> Statuses(this HttpRequest request, out string? unknown)
    {
        List<OrchestrationRuntimeStatus> statuses = [];
        unknown = null;
        foreach (var text in request.Query["runtimeStatus"].SelectMany(value => (value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status))
            {
                statuses.Add(status);
            }
            else
            {
                unknown ??= text;
            }
        }

        return statuses;
    }
}
