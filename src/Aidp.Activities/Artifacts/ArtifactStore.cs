using System.Security.Cryptography;
using System.Text;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Runs;

namespace Aidp.Activities.Artifacts;

/// <summary>Keeps the texts that are too long or too private for history: prompts, transcripts, outputs, reports. Secret values are replaced before anything is stored.</summary>
/// <param name="limits">What bounds the space.</param>
/// <param name="secrets">The values to replace; see <see cref="SecretValues"/>.</param>
public abstract class ArtifactStore(ArtifactLimits limits, IReadOnlyList<string> secrets)
{
    /// <summary>What bounds the space.</summary>
    protected ArtifactLimits Limits => limits;

    /// <summary>Stores a text whole, instead of what was there, and returns what history keeps of it.</summary>
    /// <exception cref="ArtifactStoreException">The run's cap is reached, or the disk is nearly full.</exception>
    public async Task<TextReference> WriteTextAsync(ArtifactName name, string text, CancellationToken cancellationToken = default)
    {
        var bytes = Redact(Encoding.UTF8.GetBytes(text));
        await PutWithinLimitsAsync(name, target => target.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);
        return ReferTo(name, bytes.Span);
    }

    /// <summary>What <see cref="WriteTextAsync"/> returns for a text, without storing it.</summary>
    public TextReference ReferTo(ArtifactName name, string text) => ReferTo(name, Redact(Encoding.UTF8.GetBytes(text)).Span);

    /// <summary>Stores bytes whole, instead of what was there.</summary>
    /// <exception cref="ArtifactStoreException">The run's cap is reached, or the disk is nearly full.</exception>
    public Task WriteBytesAsync(ArtifactName name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        PutWithinLimitsAsync(name, target => target.WriteAsync(Redact(bytes), cancellationToken).AsTask(), cancellationToken);

    /// <summary>
    /// Opens an artifact that grows while it is written and can be followed meanwhile. At the cap, or when the disk is nearly full, a line says that the rest is
    /// left out, and what follows is dropped: the program that writes goes on.
    /// </summary>
    /// <param name="name">The artifact.</param>
    /// <param name="fresh">Whether what an earlier attempt left is removed first; else it is continued.</param>
    public async Task<Stream> OpenAppendAsync(ArtifactName name, bool fresh, CancellationToken cancellationToken = default)
    {
        var target = await AppendAsync(name, fresh, cancellationToken);
        var room = limits.StreamedBytes - await SizeAsync(name.Run, cancellationToken);
        var full = $"the artifacts of run {name.Run} have reached their cap of {Megabytes(limits.RunBytes)} (artifacts.run_cap)";
        return new CappedStream(target, new Redactor(secrets), room, full, Shortage);
    }

    /// <summary>Opens an artifact from an offset on; null when it is not there.</summary>
    public abstract Task<Stream?> OpenReadAsync(ArtifactName name, long offset = 0, CancellationToken cancellationToken = default);

    /// <summary>Reads a piece, at most <paramref name="count"/> bytes; null when the artifact is not there.</summary>
    public abstract Task<ArtifactRange?> ReadRangeAsync(ArtifactName name, long offset, int count, CancellationToken cancellationToken = default);

    /// <summary>Reads a text, at most its first <paramref name="maximumBytes"/> bytes; null when the artifact is not there.</summary>
    public async Task<string?> ReadTextAsync(ArtifactName name, int maximumBytes = 8 << 20, CancellationToken cancellationToken = default) =>
        await ReadRangeAsync(name, 0, maximumBytes, cancellationToken) is { } range ? Encoding.UTF8.GetString(range.Bytes.Span) : null;

    /// <summary>The artifacts of a run, or of one of its iterations, sorted by iteration and name.</summary>
    public abstract Task<IReadOnlyList<ArtifactInfo>> ListAsync(string run, int? iteration = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes the artifacts of a run, or of one of its iterations.</summary>
    public abstract Task DeleteAsync(string run, int? iteration = null, CancellationToken cancellationToken = default);

    /// <summary>The bytes that a run has stored.</summary>
    public async Task<long> SizeAsync(string run, CancellationToken cancellationToken = default) => (await ListAsync(run, null, cancellationToken)).Sum(artifact => artifact.Bytes);

    /// <summary>Stores what <paramref name="write"/> writes, whole or not at all.</summary>
    protected abstract Task PutAsync(ArtifactName name, Func<Stream, Task> write, CancellationToken cancellationToken);

    /// <summary>Opens a stream whose flushed bytes readers see.</summary>
    protected abstract Task<Stream> AppendAsync(ArtifactName name, bool fresh, CancellationToken cancellationToken);

    /// <summary>Why nothing more can be stored here, and what helps; null when there is room.</summary>
    protected virtual string? Shortage() => null;

    /// <summary>A number of bytes for people.</summary>
    protected static string Megabytes(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MB");

    async Task PutWithinLimitsAsync(ArtifactName name, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        if (Shortage() is { } shortage)
        {
            throw new ArtifactStoreException($"{name} was not stored: {shortage}.");
        }

        var room = limits.RunBytes - await SizeAsync(name.Run, cancellationToken);
        Boundaries.Reach("artifact.put.before");
        await PutAsync(name, async target =>
        {
            await using var counted = new CountedStream(target, room, () => throw new ArtifactStoreException(
                $"{name} was not stored: the artifacts of run {name.Run} would exceed their cap of {Megabytes(limits.RunBytes)}. Raise artifacts.run_cap, or delete what is not needed."));
            await write(counted);
        }, cancellationToken);
        Boundaries.Reach("artifact.put.after");
    }

    ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> bytes)
    {
        var redactor = new Redactor(secrets);
        var clean = redactor.Add(bytes);
        var rest = redactor.Finish();
        return rest.IsEmpty ? clean : (byte[])[.. clean.Span, .. rest.Span];
    }

    static TextReference ReferTo(ArtifactName name, ReadOnlySpan<byte> bytes) =>
        new(name.ToString(), Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, Preview(Encoding.UTF8.GetString(bytes)));

    static string Preview(string text)
    {
        var line = text.TrimStart().Split('\n', 2)[0].TrimEnd();
        var length = Math.Min(line.Length, TextReference.PreviewLength);
        return line[..(length < line.Length && char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)];
    }
}
