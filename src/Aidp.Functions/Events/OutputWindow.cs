using Aidp.Activities.Artifacts;

namespace Aidp.Functions.Events;

/// <summary>The newest output of a step, so that many who follow it read it once.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="From">The offset at which it begins.</param>
/// <param name="Bytes">What is there from then on.</param>
sealed record OutputWindow(int Step, long From, ReadOnlyMemory<byte> Bytes)
{
    const int MostBytes = 64 * 1024;

    /// <summary>The most pieces that are read at a time, so that a step that prints without end does not keep its events waiting.</summary>
    const int MostReads = 16;

    long End => From + Bytes.Length;

    /// <summary>The bytes from an offset on; null when they are not in the window.</summary>
    public ReadOnlyMemory<byte>? Read(int step, long offset, int most)
    {
        if (step != Step || offset < From || offset > End)
        {
            return null;
        }

        var begin = (int)(offset - From);
        return Bytes[begin..Math.Min(begin + most, Bytes.Length)];
    }

    /// <summary>The window after what was printed since.</summary>
    public static async Task<OutputWindow> ReadOnAsync(OutputWindow? before, int step, ArtifactName artifact, ArtifactStore artifacts, CancellationToken cancellation)
    {
        var window = before?.Step == step ? before : await OpenAsync(step, artifact, artifacts, cancellation);
        for (var read = 0; read < MostReads; read++)
        {
            var overlap = Math.Min(OutputPosition.MostOverlap, window.Bytes.Length);
            var range = await artifacts.ReadRangeAsync(artifact, window.End - overlap, overlap + MostBytes, cancellation);
            if (range is null)
            {
                return window;
            }

            if (range.Bytes.Length < overlap || !range.Bytes.Span[..overlap].SequenceEqual(window.Bytes.Span[^overlap..]))
            {
                // The step runs again, and writes its output anew.
                window = new(step, 0, ReadOnlyMemory<byte>.Empty);
            }
            else if (range.Bytes.Length == overlap)
            {
                return window;
            }
            else
            {
                window = window.With(range.Bytes[overlap..]);
            }
        }

        return window;
    }

    // Those who come late to a long output read its beginning themselves.
    static async Task<OutputWindow> OpenAsync(int step, ArtifactName artifact, ArtifactStore artifacts, CancellationToken cancellation)
    {
        var size = (await artifacts.ReadRangeAsync(artifact, 0, 0, cancellation))?.TotalBytes ?? 0;
        return new(step, Math.Max(0, size - MostBytes), ReadOnlyMemory<byte>.Empty);
    }

    OutputWindow With(ReadOnlyMemory<byte> more)
    {
        var kept = Bytes[Math.Min(Bytes.Length, Math.Max(0, Bytes.Length + more.Length - MostBytes))..];
        byte[] bytes = [.. kept.Span, .. more.Span];
        return new(Step, End + more.Length - bytes.Length, bytes);
    }
}
