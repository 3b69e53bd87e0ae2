namespace Aidp.Functions.Events;

/// <summary>What bounds the streams of events.</summary>
public sealed class EventOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Aidp:Events";

    /// <summary>The most streams of one process at a time. Default: 512.</summary>
    public int MostStreams { get; set; } = 512;

    /// <summary>After how much silence a stream shows that it is alive. Default: 15 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stream lasts until its client has to come again. Default: 200 s, since the Functions host ends requests after 240 s.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromSeconds(200);

    /// <summary>How soon a run in which something happens is looked at again; once for all who follow it. Default: 100 ms.</summary>
    public TimeSpan LeastInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How soon a run in which nothing happens is looked at again. Default: 500 ms.</summary>
    public TimeSpan MostInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The most runs that a stream of all runs follows at a time. Not a setting: the id of each of its events names them all, and has to fit into a header.</summary>
    internal int MostRuns { get; set; } = 200;
}
