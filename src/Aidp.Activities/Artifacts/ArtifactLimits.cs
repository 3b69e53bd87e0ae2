namespace Aidp.Activities.Artifacts;

/// <summary>What bounds the space that artifacts take.</summary>
public sealed record ArtifactLimits
{
    /// <summary>How many bytes one run may store. Default: 512 MB. Outputs that stream in get seven eighths of it, so that the records of a talkative run still find room.</summary>
    public long RunBytes { get; init; } = 512L << 20;

    /// <summary>How many bytes must stay free on the disk of a directory store. Default: 1 GB.</summary>
    public long MinimumFreeBytes { get; init; } = 1L << 30;

    /// <summary>How long what is kept of a run stays after its end. Default: 30 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    internal long StreamedBytes => RunBytes / 8 * 7;
}
