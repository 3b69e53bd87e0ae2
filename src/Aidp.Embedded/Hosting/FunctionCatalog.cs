using Microsoft.Extensions.Options;

namespace Aidp.Embedded.Hosting;

/// <summary>The functions of a host, and the settings that they are run with.</summary>
sealed class FunctionCatalog
{
    public FunctionCatalog(IOptions<EmbeddedHostOptions> options)
    {
        Settings = HostJson.Load(options.Value.HostJsonPath);
        Functions = FunctionDiscovery.Find(options.Value.Assemblies.SelectMany(assembly => assembly.GetTypes()).Concat(options.Value.Types).Distinct());
    }

    /// <summary>The functions, by name.</summary>
    internal IReadOnlyList<FunctionMethod> Functions { get; }

    /// <summary>What <c>host.json</c> says.</summary>
    internal HostJson Settings { get; }

    internal IEnumerable<FunctionMethod> With<T>()
        where T : FunctionTrigger => Functions.Where(function => function.Trigger is T);
}
