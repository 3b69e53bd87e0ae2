namespace Aidp.Functions.Keys;

/// <summary>The body of <c>POST /api/keys</c>.</summary>
/// <param name="Name">What the key is for, 1 to 80 characters.</param>
/// <param name="Access">What it allows.</param>
sealed record CreateKeyBody(string Name, KeyAccess Access);

/// <summary>The keys of the host.</summary>
/// <param name="Keys">In the order in which they were made. The host's own full key is not among them.</param>
sealed record KeyList(IReadOnlyList<KeyView> Keys);

/// <summary>One key, without its text.</summary>
/// <param name="Id">Names it; it is the part of the key's text between the underscores.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Access">What it allows.</param>
/// <param name="CreatedAt">When it was made.</param>
sealed record KeyView(string Id, string Name, KeyAccess Access, DateTimeOffset CreatedAt)
{
    /// <summary>What is shown of a key.</summary>
    public static KeyView Of(KeyRecord key) => new(key.Id, key.Name, key.Access, key.CreatedAt);
}

/// <summary>A key that was just made.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Access">What it allows.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Key">The key itself: shown here, and never again.</param>
sealed record NewKeyView(string Id, string Name, KeyAccess Access, DateTimeOffset CreatedAt, string Key);
