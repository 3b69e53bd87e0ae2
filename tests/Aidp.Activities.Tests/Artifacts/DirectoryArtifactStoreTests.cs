using Aidp.Activities.Artifacts;

namespace Aidp.Activities.Tests.Artifacts;

public sealed class DirectoryArtifactStoreTests : ArtifactStoreContract
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-artifacts-").FullName;

    [Fact]
    public async Task Write_DiskNearlyFull_NamesPathSpaceAndRemedy()
    {
        var store = Create(new ArtifactLimits { MinimumFreeBytes = long.MaxValue });
        var refused = await Assert.ThrowsAsync<ArtifactStoreException>(() => store.WriteTextAsync(ArtifactName.Of("r1", 1, "a"), "x", Cancellation));

        Assert.Contains(_folder, refused.Message, StringComparison.Ordinal);
        Assert.Contains("MB free", refused.Message, StringComparison.Ordinal);
        Assert.Contains("artifacts.retention", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_DiskNearlyFull_SaysSoAndGoesOn()
    {
        var store = Create(new ArtifactLimits { MinimumFreeBytes = long.MaxValue });
        await using (var stream = await store.OpenAppendAsync(ArtifactName.Of("r1", 1, "a"), fresh: true, Cancellation))
        {
            await stream.WriteAsync("text"u8.ToArray(), Cancellation);
        }

        Assert.Contains("the rest is left out: the disk of", await store.ReadTextAsync(ArtifactName.Of("r1", 1, "a"), cancellationToken: Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Files_BelongToTheirOwnerAlone()
    {
        await Create(new ArtifactLimits { MinimumFreeBytes = 0 }).WriteTextAsync(ArtifactName.Of("r1", 1, "a"), "x", Cancellation);
        var file = Path.Combine(_folder, "artifacts", "runs", "r1", "1", "a");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return base.DisposeAsync();
    }

    internal override ArtifactStore Create(ArtifactLimits limits) => new DirectoryArtifactStore(Path.Combine(_folder, "artifacts"), limits, [Secret]);
}
