using Aidp.Functions.Keys;

namespace Aidp.Functions.Tests.Keys;

public sealed class FileKeyStoreTests : KeyStoreContract, IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aidp-keys-");

    string File => Path.Combine(_folder.FullName, "keys.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Create_File_IsItsOwners()
    {
        await Keys(Open()).CreateAsync("x", KeyAccess.Read, Cancellation);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Find_DamagedFile_OpensNothingAndIsNotOverwritten(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text, Cancellation);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await Open().ReadAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(() => Keys(Open()).CreateAsync("x", KeyAccess.Read, Cancellation));
        Assert.Equal(text, await StoredAsync());
    }

    [Fact]
    public async Task Create_MoreThanTwoHundred_IsRefused()
    {
        var ring = new KeyRing([.. Enumerable.Range(0, ApiKeys.MostKeys).Select(i => new KeyRecord($"id{i}", "x", KeyAccess.Read, "", default))]);
        await Open().UpdateAsync(_ => ring, Cancellation);

        await Assert.ThrowsAnyAsync<Exception>(() => Keys(Open()).CreateAsync("x", KeyAccess.Read, Cancellation));
        Assert.Equal(ApiKeys.MostKeys, (await Open().ReadAsync(Cancellation)).Keys.Count);
    }

    protected override KeyStore Open() => new FileKeyStore(File, TimeProvider.System);

    protected override Task<string> StoredAsync() => System.IO.File.ReadAllTextAsync(File, Cancellation);
}
