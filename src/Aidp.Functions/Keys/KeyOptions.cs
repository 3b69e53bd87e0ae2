namespace Aidp.Functions.Keys;

/// <summary>The keys that the host knows. On Azure they come from the settings (<c>Aidp__Keys__Full</c>), on the embedded host from its state folder.</summary>
public sealed class KeyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Aidp:Keys";

    /// <summary>The key that allows everything; null means that no request over TCP is allowed.</summary>
    public string? Full { get; set; }
}
