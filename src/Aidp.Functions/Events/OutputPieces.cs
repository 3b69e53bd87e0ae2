using System.Text;
using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;

namespace Aidp.Functions.Events;

/// <summary>Cuts what a step prints into events.</summary>
sealed class OutputPieces(ArtifactStore artifacts)
{
    const int MostBytes = 16 * 1024;

    /// <summary>The longest character of UTF-8, in bytes.</summary>
    const int MostCharacterBytes = 4;

    /// <summary>The piece that follows a position; null when there is none yet.</summary>
    /// <param name="window">What the feed has in memory.</param>
    /// <param name="artifact">Where all of the output is kept.</param>
    /// <param name="position">How far the client has come.</param>
    /// <param name="ended">Whether nothing will follow, so that a character without its end is told as it is.</param>
    public async Task<OutputPiece?> ReadAsync(OutputWindow? window, ArtifactName artifact, OutputPosition position, bool ended, CancellationToken cancellation)
    {
        var restarted = false;
        var bytes = await BytesAsync(window, artifact, position, cancellation);
        if (bytes is { } found && !position.Continues(found.Span))
        {
            restarted = true;
            position = new(position.Step, 0, 0);
            bytes = await BytesAsync(window, artifact, position, cancellation);
        }

        if (bytes is not { } read || Whole(read.Span[position.Overlap..], ended) is not (> 0 and var told))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(read.Span.Slice(position.Overlap, told));
        var data = new OutputData(position.Step, $"{artifact.Iteration}/{artifact.File}", position.Offset, told, text, restarted ? true : null);
        return new(position.After(read.Span, told), JsonSerializer.SerializeToUtf8Bytes(data, ApiJson.Tolerant));
    }

    async ValueTask<ReadOnlyMemory<byte>?> BytesAsync(OutputWindow? window, ArtifactName artifact, OutputPosition position, CancellationToken cancellation)
    {
        var (from, count) = (position.Offset - position.Overlap, position.Overlap + MostBytes);
        return window?.Read(position.Step, from, count) ?? (await artifacts.ReadRangeAsync(artifact, from, count, cancellation))?.Bytes;
    }

    /// <summary>How many of the bytes end with a whole character.</summary>
    static int Whole(ReadOnlySpan<byte> bytes, bool ended)
    {
        for (var back = 1; back <= Math.Min(MostCharacterBytes, bytes.Length) && !(ended && bytes.Length < MostBytes); back++)
        {
            var lead = bytes[^back];
            if ((lead & 0b1100_0000) != 0b1000_0000)
            {
                var length = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
                return length > back ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }
}

/// <summary>A piece of output.</summary>
/// <param name="After">How far a client has come that got it.</param>
/// <param name="Json">The data of the event.</param>
sealed record OutputPiece(OutputPosition After, ReadOnlyMemory<byte> Json);
