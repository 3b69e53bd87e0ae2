namespace Aidp.Embedded.Dispatch;

/// <summary>What an instance id may look like.</summary>
static class InstanceIds
{
    /// <summary>The most characters of an id, as the real host with Azure Storage allows.</summary>
    const int MaxLength = 100;

    /// <summary>Refuses an id that the management routes or the real host could not take.</summary>
    /// <exception cref="ArgumentException">It is too long, begins as an entity's, or has a character that is not allowed.</exception>
    public static string Check(string id)
    {
        if (id.Length is 0 or > MaxLength)
        {
            throw new ArgumentException($"An instance id must have 1 to {MaxLength} characters; '{id}' has {id.Length}.", nameof(id));
        }

        return id.StartsWith('@') || id.AsSpan().ContainsAny(@"/\#?") || id.Any(char.IsControl)
            ? throw new ArgumentException($@"The instance id '{id}' is not allowed: it must not begin with '@' nor contain '/', '\', '#', '?' or control characters.", nameof(id))
            : id;
    }
}
