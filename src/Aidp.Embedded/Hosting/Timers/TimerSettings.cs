using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Aidp.Embedded.Hosting;

/// <summary>Puts settings in the place of <c>%name%</c> in a schedule.</summary>
static partial class TimerSettings
{
    /// <exception cref="FormatException">A setting is missing.</exception>
    internal static string Expand(string expression, IConfiguration configuration) => Names().Replace(expression, match =>
        configuration[match.Groups[1].Value] is { Length: > 0 } value
            ? value
            : throw new FormatException($"the setting {match.Value} is missing: add it to the configuration or the environment."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Names();
}
