namespace Aidp.Activities.Artifacts;

/// <summary>What a list of artifacts says of each.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size; one that is being written grows.</param>
/// <param name="Modified">When it was last written to.</param>
public sealed record ArtifactInfo(ArtifactName Name, long Bytes, DateTimeOffset Modified);

/// <summary>A piece of an artifact.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bytes">Its bytes; fewer than asked for at the end.</param>
/// <param name="TotalBytes">The artifact's size at that time.</param>
public sealed record ArtifactRange(long Offset, ReadOnlyMemory<byte> Bytes, long TotalBytes);
