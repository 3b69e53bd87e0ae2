namespace Aidp.Functions.Runs;

/// <summary>The artifacts of a run.</summary>
/// <param name="Artifacts">Sorted by iteration and name.</param>
sealed record ArtifactList(IReadOnlyList<ArtifactView> Artifacts);

/// <summary>One artifact of a run.</summary>
/// <param name="Name">What follows <c>/artifacts/</c> in its address: <c>&lt;iteration&gt;/&lt;file&gt;</c>.</param>
/// <param name="Bytes">Its size; one that is being written grows.</param>
/// <param name="Modified">When it was last written to.</param>
sealed record ArtifactView(string Name, long Bytes, DateTimeOffset Modified);
