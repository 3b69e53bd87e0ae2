using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Aidp.Functions.Keys;

/// <summary>Keeps keys in a blob that all workers share. A worker asks again after 5 seconds, so that is how long a revoked key may still work.</summary>
/// <param name="container">The container; made with the first key.</param>
/// <param name="time">Says when to ask again.</param>
public sealed class BlobKeyStore(BlobContainerClient container, TimeProvider time) : KeyStore
{
    /// <summary>Not below <c>runs/</c>, where artifacts are.</summary>
    const string Name = "keys.json";

    const int MostAttempts = 10;

    static readonly TimeSpan _fresh = TimeSpan.FromSeconds(5);

    readonly BlobClient _blob = container.GetBlobClient(Name);
    Seen? _seen;

    /// <inheritdoc/>
    public override async ValueTask<KeyRing> ReadAsync(CancellationToken cancellation)
    {
        if (_seen is { } seen && time.GetElapsedTime(seen.At) < _fresh)
        {
            return seen.Ring;
        }

        var (ring, _) = await DownloadAsync(cancellation);
        _seen = new(time.GetTimestamp(), ring);
        return ring;
    }

    /// <inheritdoc/>
    public override async Task UpdateAsync(Func<KeyRing, KeyRing> change, CancellationToken cancellation)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var (ring, tag) = await DownloadAsync(cancellation);
            var condition = tag is { } known ? new BlobRequestConditions { IfMatch = known } : new BlobRequestConditions { IfNoneMatch = ETag.All };
            try
            {
                await _blob.UploadAsync(BinaryData.FromBytes(change(ring).Write()), new BlobUploadOptions { Conditions = condition }, cancellation);
                _seen = null;
                return;
            }
            catch (RequestFailedException changed) when (changed.Status is 409 or 412 && attempt < MostAttempts)
            {
                // Another worker was faster: its change is read, and ours made to it.
            }
        }
    }

    async Task<(KeyRing Ring, ETag? Tag)> DownloadAsync(CancellationToken cancellation)
    {
        try
        {
            var blob = (await _blob.DownloadContentAsync(cancellation)).Value;
            return (KeyRing.Read(blob.Content.ToMemory().Span, $"the blob {Name}"), blob.Details.ETag);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return (KeyRing.Empty, null);
        }
    }

    sealed record Seen(long At, KeyRing Ring);
}
