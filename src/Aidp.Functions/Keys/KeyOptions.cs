namespace Aidp.Functions.Keys;

/// <summary>The first key of a host. On Azure it comes from the settings (<c>Aidp__Keys__Full</c>), on the embedded host from its state folder. Others are in the <see cref="KeyStore"/>.</summary>
public sealed class KeyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Aidp:Keys";

    /// <summary>The file of the other keys, in the state folder.</summary>
    public const string FileName = "keys.json";

    /// <summary>The key that allows everything; without it only a key that was made with it earlier opens the API over TCP.</summary>
    public string? Full { get; set; }
}
