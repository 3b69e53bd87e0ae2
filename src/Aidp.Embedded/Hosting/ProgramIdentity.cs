using System.Reflection;
using System.Security.Cryptography;
using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Hosting;

/// <summary>Tells one build of a function app from another.</summary>
static class ProgramIdentity
{
    /// <summary>The program in words, which differ whenever its functions or this engine were built from another source.</summary>
    public static string Of(FunctionCatalog catalog)
    {
        var modules = catalog.Functions
            .Select(function => function.Method.Module)
            .Append(typeof(DurableEngine).Module)
            .Select(module => module.ModuleVersionId)
            .Distinct()
            .Order()
            .SelectMany(id => id.ToByteArray())
            .ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(modules).AsSpan(0, 4));
        var entry = Assembly.GetEntryAssembly();
        var version = entry?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return $"{entry?.GetName().Name ?? "unknown"} {version} (build {hash})";
    }
}
