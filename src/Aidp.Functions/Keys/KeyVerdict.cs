namespace Aidp.Functions.Keys;

/// <summary>What the key of a request allows.</summary>
public enum KeyVerdict
{
    /// <summary>What the request wants.</summary>
    Allowed,

    /// <summary>Nothing: there is no key, or a wrong one.</summary>
    KeyNeeded,

    /// <summary>Only to look, and the request wants more.</summary>
    ReadOnly,
}
