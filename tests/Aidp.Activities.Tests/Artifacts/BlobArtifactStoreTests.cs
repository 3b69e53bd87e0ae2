using Aidp.Activities.Artifacts;
using Aidp.Tools;
using Azure.Storage.Blobs;

namespace Aidp.Activities.Tests.Artifacts;

public sealed class BlobArtifactStoreTests(Azurite azurite) : ArtifactStoreContract, IClassFixture<Azurite>
{
    readonly string _container = $"t{Guid.NewGuid():n}";

    internal override ArtifactStore Create(ArtifactLimits limits)
    {
        _ = NodeTools.Require("azurite-blob");
        return new BlobArtifactStore(new BlobContainerClient(azurite.ConnectionString, _container), limits, [Secret], TimeProvider.System);
    }
}
