using System.Reflection;
using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Hosting;

/// <summary>What an embedded function host runs, and how.</summary>
public sealed class EmbeddedHostOptions
{
    /// <summary>The assemblies whose functions are run.</summary>
    public IList<Assembly> Assemblies { get; } = [];

    /// <summary>Further types whose functions are run.</summary>
    public IList<Type> Types { get; } = [];

    /// <summary>How orchestrations are kept and run; what <c>host.json</c> says comes before what is set here.</summary>
    public EmbeddedEngineOptions Engine { get; } = new();

    /// <summary>The path of <c>host.json</c>; null means its defaults, but without a limit of time on functions.</summary>
    public string? HostJsonPath { get; set; }

    /// <summary>Where schedules remember their last run; by default the folder <c>timers</c> beside the store, or memory when the store is in memory.</summary>
    public string? TimerFolder { get; set; }

    /// <summary>The key that the management addresses of an instance carry; by default a random one, which ends with the host.</summary>
    public string? SystemKey { get; set; }
}
