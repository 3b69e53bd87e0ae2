using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Aidp.Activities.Artifacts;

/// <summary>Keeps artifacts as blobs of one container, so that workers that share no disk share them.</summary>
/// <param name="container">The container; made when it is not there.</param>
public sealed class BlobArtifactStore(BlobContainerClient container, ArtifactLimits limits, IReadOnlyList<string> secrets, TimeProvider time) : ArtifactStore(limits, secrets)
{
    volatile bool _created;

    /// <inheritdoc />
    public override async Task<Stream?> OpenReadAsync(ArtifactName name, long offset = 0, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Blob(name).OpenReadAsync(new BlobOpenReadOptions(allowModifications: true) { Position = offset }, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public override async Task<ArtifactRange?> ReadRangeAsync(ArtifactName name, long offset, int count, CancellationToken cancellationToken = default)
    {
        try
        {
            var total = (await Blob(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
            var length = Math.Clamp(total - offset, 0, count);
            if (length == 0)
            {
                return new ArtifactRange(offset, ReadOnlyMemory<byte>.Empty, total);
            }

            var piece = await Blob(name).DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(offset, length) }, cancellationToken);
            return new ArtifactRange(offset, piece.Value.Content.ToMemory(), total);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<ArtifactInfo>> ListAsync(string run, int? iteration = null, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(ArtifactName.Prefix(run, iteration), cancellationToken);
        return [.. found.OrderBy(item => item.Name.Iteration).ThenBy(item => item.Name.File, StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public override async Task DeleteAsync(string run, int? iteration = null, CancellationToken cancellationToken = default)
    {
        foreach (var artifact in await FindAsync(ArtifactName.Prefix(run, iteration), cancellationToken))
        {
            await Blob(artifact.Name).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }
    }

    /// <inheritdoc />
    protected override async Task PutAsync(ArtifactName name, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken);
        // Gathered first: an upload that breaks off half-way must not be taken for the artifact.
        await using var gathered = new FileStream(Path.Combine(Path.GetTempPath(), $"aidp-{Guid.NewGuid():n}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await write(gathered);
        gathered.Position = 0;
        await Blob(name).UploadAsync(gathered, overwrite: true, cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task<Stream> AppendAsync(ArtifactName name, bool fresh, CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken);
        var blob = container.GetAppendBlobClient(name.ToString());
        if (fresh)
        {
            await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }

        await blob.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        return new AppendBlobStream(blob, time);
    }

    async Task<List<ArtifactInfo>> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var found = new List<ArtifactInfo>();
        try
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            {
                if (ArtifactName.TryParse(blob.Name) is { } name)
                {
                    found.Add(new ArtifactInfo(name, blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? DateTimeOffset.MinValue));
                }
            }
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return [];
        }

        return found;
    }

    async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (!_created)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            _created = true;
        }
    }

    BlobClient Blob(ArtifactName name) => container.GetBlobClient(name.ToString());
}
