namespace Aidp.Functions.Keys;

/// <summary>What is kept of a key. The key itself is shown once, when it is made, and kept nowhere.</summary>
/// <param name="Id">Names the key; a part of its text, and no secret.</param>
/// <param name="Name">What it is for, in the words of whoever made it.</param>
/// <param name="Access">What it allows.</param>
/// <param name="Sha256">The hash of its text, lower-case hexadecimal. A key has 256 random bits, so a slow hash would add nothing.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record KeyRecord(string Id, string Name, KeyAccess Access, string Sha256, DateTimeOffset CreatedAt);
