namespace Aidp.Functions.Keys;

/// <summary>Keeps the keys of a host: in its state folder on one machine, in a blob where workers share no disk.</summary>
public abstract class KeyStore
{
    /// <summary>The keys that there are. Cheap enough for every request.</summary>
    /// <exception cref="InvalidDataException">What is stored is damaged.</exception>
    public abstract ValueTask<KeyRing> ReadAsync(CancellationToken cancellation);

    /// <summary>Replaces the keys by what a function makes of them; nobody else's change is lost. The function may be asked more than once.</summary>
    /// <exception cref="InvalidDataException">What is stored is damaged.</exception>
    public abstract Task UpdateAsync(Func<KeyRing, KeyRing> change, CancellationToken cancellation);
}
