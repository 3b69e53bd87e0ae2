namespace Aidp.Activities.Agents;

/// <summary>The last lines of an output that may be of any length.</summary>
sealed class MessageTail
{
    /// <summary>The longest message that is kept, in characters.</summary>
    public const int MaximumLength = 256 << 10;

    readonly LinkedList<string> _lines = [];
    int _length;

    /// <summary>Adds a line; the first ones go when there are too many.</summary>
    public void Add(string line)
    {
        line = line.Length < MaximumLength ? line : line[^(MaximumLength - 1)..];
        _lines.AddLast(line);
        for (_length += line.Length + 1; _length > MaximumLength; _lines.RemoveFirst())
        {
            _length -= _lines.First!.Value.Length + 1;
        }
    }

    /// <summary>Removes and returns the last line that is not blank, when it is what is looked for.</summary>
    public string? TakeLast(Predicate<string> isWanted)
    {
        var node = _lines.Last;
        while (node is not null && string.IsNullOrWhiteSpace(node.Value))
        {
            node = node.Previous;
        }

        if (node is null || !isWanted(node.Value))
        {
            return null;
        }

        _lines.Remove(node);
        return node.Value;
    }

    /// <summary>The lines as one text, without blanks at its ends.</summary>
    public override string ToString() => string.Join('\n', _lines).Trim();
}
