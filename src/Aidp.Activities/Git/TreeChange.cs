namespace Aidp.Activities.Git;

/// <summary>What stands at a path of a tree.</summary>
/// <param name="Mode">The file mode in git's six digits.</param>
/// <param name="Id">The id of the content.</param>
readonly record struct TreeEntry(string Mode, string Id)
{
    /// <summary>The mode of nothing.</summary>
    public const string NoMode = "000000";

    /// <summary>Whether anything stands there.</summary>
    public bool Exists => Mode != NoMode;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => Mode == "120000";

    /// <summary>Whether it points to a commit of another repository.</summary>
    public bool IsRepository => Mode == "160000";
}

/// <summary>One path that differs between two trees. A rename is a path that went and one that came.</summary>
/// <param name="Path">The path.</param>
/// <param name="Before">What stood there.</param>
/// <param name="After">What stands there now.</param>
/// <param name="Added">Lines added; null when git does not count them, since the content is binary.</param>
/// <param name="Removed">Lines removed; null likewise.</param>
sealed record TreeChange(GitPath Path, TreeEntry Before, TreeEntry After, int? Added, int? Removed)
{
    /// <summary>Reads what git says with <c>--raw --numstat -z --no-abbrev --no-renames</c>.</summary>
    public static IReadOnlyList<TreeChange> Read(ReadOnlySpan<byte> output)
    {
        var changes = new List<TreeChange>();
        var places = new Dictionary<GitPath, int>();
        while (!output.IsEmpty)
        {
            var item = GitPath.Of(Take(ref output)).Raw;
            if (item[0] == ':')
            {
                var parts = item[1..].Split(' ');
                var path = GitPath.Of(Take(ref output));
                places[path] = changes.Count;
                changes.Add(new(path, new(parts[0], parts[2]), new(parts[1], parts[3]), null, null));
            }
            else
            {
                var numbers = item.Split('\t', 3);
                var place = places[new(numbers[2])];
                changes[place] = changes[place] with { Added = Number(numbers[0]), Removed = Number(numbers[1]) };
            }
        }

        return changes;
    }

    static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)0);
        var item = rest[..end];
        rest = rest[(end + 1)..];
        return item;
    }

    static int? Number(string text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
