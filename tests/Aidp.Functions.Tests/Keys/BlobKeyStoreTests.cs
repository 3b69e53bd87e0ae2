using Aidp.Activities.Tests.Artifacts;
using Aidp.Functions.Keys;
using Aidp.Tools;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Functions.Tests.Keys;

public sealed class BlobKeyStoreTests : KeyStoreContract, IClassFixture<Azurite>
{
    readonly BlobContainerClient _container;
    readonly FakeTimeProvider _time = new();

    public BlobKeyStoreTests(Azurite azurite)
    {
        NodeTools.Require("azurite-blob");
        _container = new(azurite.ConnectionString, $"keys-{Guid.NewGuid():n}");
    }

    [Fact]
    public async Task Find_WithinFiveSeconds_ServesWhatWasRead()
    {
        var store = Open();
        Assert.Empty((await store.ReadAsync(Cancellation)).Keys);
        await Keys(Open()).CreateAsync("x", KeyAccess.Read, Cancellation);

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty((await store.ReadAsync(Cancellation)).Keys);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Single((await store.ReadAsync(Cancellation)).Keys);
    }

    protected override KeyStore Open() => new BlobKeyStore(_container, _time);

    protected override async Task<string> StoredAsync() => (await _container.GetBlobClient("keys.json").DownloadContentAsync(Cancellation)).Value.Content.ToString();

    protected override void Later() => _time.Advance(TimeSpan.FromSeconds(6));
}
