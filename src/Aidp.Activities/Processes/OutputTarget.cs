namespace Aidp.Activities.Processes;

/// <summary>Where one output of a program goes while it comes: to a stream up to a limit, to a bounded tail in memory, and line by line to whoever follows.</summary>
sealed record OutputTarget
{
    /// <summary>Takes the bytes as they come, each piece flushed, so that a reader can follow; the caller disposes it. One that fails gets no more, and the result says so. Null to keep the tail only.</summary>
    public Stream? Destination { get; init; }

    /// <summary>How many bytes go to the destination, 64 MiB by default. What comes after is left out, with a line that says so, except for the tail.</summary>
    public long MaximumBytes { get; init; } = 64L << 20;

    /// <summary>How many of the last bytes are kept in memory and returned, 64 KiB by default.</summary>
    public int TailBytes { get; init; } = 64 << 10;

    /// <summary>Called with each line, without its end, cut at 1 MiB.</summary>
    public Action<string>? Line { get; init; }
}
