using System.Reflection;

namespace Aidp.Functions.Api;

/// <summary>That the host is there, and which one.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
/// <param name="Version">The version of Aidp, for example <c>0.1.0+4f2a...</c>.</param>
sealed record HealthView(string Status, string Version)
{
    /// <summary>The version of this build.</summary>
    public static string ThisVersion { get; } =
        typeof(HealthView).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
