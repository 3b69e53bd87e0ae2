using Aidp.Cli.State;

namespace Aidp.Cli.Hosting;

/// <summary>How a host process is run.</summary>
sealed record HostSettings
{
    /// <summary>The folder that it owns.</summary>
    public required StateFolder State { get; init; }

    /// <summary>The settings of this machine.</summary>
    public Activities.Configuration.HostSettings Machine { get; init; } = new();

    /// <summary>The environment that it was started in.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The port on loopback on which it answers besides its socket, 0 for any free one; null for none.</summary>
    public int? Port { get; init; }

    /// <summary>After how long without clients and unfinished runs it ends by itself; null for never.</summary>
    public TimeSpan? IdleExit { get; init; }

    /// <summary>The file that its outputs go to; null when they go elsewhere.</summary>
    public string? LogFile { get; init; }

    /// <summary>Whether it reports what it does, and not only what goes wrong.</summary>
    public bool Verbose { get; init; }
}
