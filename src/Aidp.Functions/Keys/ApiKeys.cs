using Aidp.Functions.Api;

namespace Aidp.Functions.Keys;

/// <summary>Makes, lists and revokes keys.</summary>
public sealed class ApiKeys(KeyStore store, TimeProvider time)
{
    /// <summary>The most keys of a host.</summary>
    public const int MostKeys = 200;

    /// <summary>The longest name, in characters.</summary>
    public const int MostNameCharacters = 80;

    /// <summary>The keys that there are, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<KeyRecord>> ListAsync(CancellationToken cancellation) => (await store.ReadAsync(cancellation)).Keys;

    /// <summary>Makes a key. Its text is returned and kept nowhere.</summary>
    /// <exception cref="ApiProblemException">The name is not valid, or there are <see cref="MostKeys"/> keys.</exception>
    public async Task<(KeyRecord Key, string Text)> CreateAsync(string name, KeyAccess access, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MostNameCharacters || name.Any(char.IsControl))
        {
            throw ApiProblems.InvalidRequest($"A key needs a name of 1 to {MostNameCharacters} characters, none of them a control character: say what it is for.");
        }

        var (id, text) = KeyText.Create();
        var made = new KeyRecord(id, name, access, KeyText.Hash(text), time.GetUtcNow());
        await store.UpdateAsync(
            ring => ring.Keys.Count < MostKeys
                ? new KeyRing([.. ring.Keys, made])
                : throw ApiProblems.TooMany($"There are {MostKeys} keys. Revoke those that nobody uses."),
            cancellation);
        return (made, text);
    }

    /// <summary>Revokes a key: from now on no request with it is answered. False when there is none of this id.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellation)
    {
        var found = false;
        await store.UpdateAsync(
            ring =>
            {
                found = ring.Find(id) is not null;
                return new KeyRing([.. ring.Keys.Where(key => key.Id != id)]);
            },
            cancellation);
        return found;
    }
}
