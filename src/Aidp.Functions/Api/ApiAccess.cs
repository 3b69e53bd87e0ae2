namespace Aidp.Functions.Api;

/// <summary>What a request does, and so which keys allow it.</summary>
public enum ApiAccess
{
    /// <summary>It only looks.</summary>
    Read,

    /// <summary>It starts or changes something.</summary>
    Write,
}
