namespace Aidp.Orchestrations.Runs;

/// <summary>Stands in history for a text that is kept as an artifact: history is never cut down, so it holds no long or private text.</summary>
/// <param name="Artifact">The artifact's name.</param>
/// <param name="Sha256">The hash of the UTF-8 text, lower-case hexadecimal.</param>
/// <param name="Bytes">The length of the UTF-8 text.</param>
/// <param name="Preview">The first line, at most <see cref="PreviewLength"/> characters.</param>
public sealed record TextReference(string Artifact, string Sha256, long Bytes, string Preview)
{
    /// <summary>The longest preview, in characters.</summary>
    public const int PreviewLength = 200;
}
