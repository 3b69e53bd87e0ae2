using Aidp.Functions.Keys;

namespace Aidp.Functions.Tests.Keys;

/// <summary>What every store of keys does.</summary>
public abstract class KeyStoreContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Another view of the same keys, as another process or worker has it.</summary>
    protected abstract KeyStore Open();

    /// <summary>Everything that is stored, as text.</summary>
    protected abstract Task<string> StoredAsync();

    /// <summary>Lets pass what another worker may take to hear of a change.</summary>
    protected virtual void Later()
    {
    }

    [Fact]
    public async Task List_StoreWithoutKeys_IsEmpty() => Assert.Empty((await Open().ReadAsync(Cancellation)).Keys);

    [Fact]
    public async Task Create_Key_IsStoredAsAHashOnly()
    {
        var (key, text) = await Keys(Open()).CreateAsync("for the dashboard", KeyAccess.Read, Cancellation);

        var stored = await StoredAsync();
        Assert.Contains(key.Id, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(text, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('_')[2], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_AndRevoke_AreSeenByOthers()
    {
        var (one, other) = (Open(), Open());
        Assert.Empty((await other.ReadAsync(Cancellation)).Keys);
        var (key, _) = await Keys(one).CreateAsync("first", KeyAccess.Full, Cancellation);
        Later();
        Assert.Equal(key, Assert.Single((await other.ReadAsync(Cancellation)).Keys));
        Assert.True(await Keys(other).RevokeAsync(key.Id, Cancellation));
        Later();
        Assert.Empty((await one.ReadAsync(Cancellation)).Keys);
        Assert.False(await Keys(one).RevokeAsync(key.Id, Cancellation));
    }

    [Fact]
    public async Task Create_ManyAtOnce_LosesNone()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Keys(Open()).CreateAsync($"key {i}", KeyAccess.Read, Cancellation)));

        Assert.Equal(made.Select(one => one.Key.Id).Order(), (await Open().ReadAsync(Cancellation)).Keys.Select(key => key.Id).Order());
    }

    protected static ApiKeys Keys(KeyStore store) => new(store, TimeProvider.System);
}
