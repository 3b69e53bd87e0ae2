namespace Aidp.Activities.Configuration;

/// <summary>A checked value and where it comes from.</summary>
/// <param name="Content">A text, a number, an amount, a flag, a duration; a list or a dictionary of further values.</param>
/// <param name="Origin">Where it comes from.</param>
sealed record SettingValue(object Content, Origin Origin)
{
    /// <summary>The fields of a section or mapping; none for anything else.</summary>
    public IReadOnlyDictionary<string, SettingValue> Fields => Content as IReadOnlyDictionary<string, SettingValue> ?? new Dictionary<string, SettingValue>();

    /// <summary>The items of a list; none for anything else.</summary>
    public IReadOnlyList<SettingValue> Items => Content as IReadOnlyList<SettingValue> ?? [];

    /// <summary>What a dotted path leads to; null when it is not set.</summary>
    public SettingValue? At(string path) => path.Split('.').Aggregate<string, SettingValue?>(this, (value, name) => value?.Fields.GetValueOrDefault(name));

    /// <summary>What holds when another layer is laid over this one: sections are merged, everything else is replaced.</summary>
    public SettingValue Under(SettingValue upper)
    {
        if (Content is not IReadOnlyDictionary<string, SettingValue> lower || upper.Content is not IReadOnlyDictionary<string, SettingValue> fields)
        {
            return upper;
        }

        var merged = new Dictionary<string, SettingValue>(lower, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            merged[name] = merged.TryGetValue(name, out var below) ? below.Under(value) : value;
        }

        return new SettingValue(merged, upper.Origin);
    }

    /// <summary>An empty layer.</summary>
    public static SettingValue Empty(Origin origin) => new(new Dictionary<string, SettingValue>(StringComparer.Ordinal), origin);

    /// <summary>A layer of values by dotted paths.</summary>
    public static SettingValue Of(Origin origin, IEnumerable<KeyValuePair<string, SettingValue>> values) => values.Aggregate(Empty(origin), (layer, value) =>
        layer.Under(value.Key.Split('.').Reverse().Aggregate(value.Value, (inner, name) => new SettingValue(new Dictionary<string, SettingValue>(StringComparer.Ordinal) { [name] = inner }, value.Value.Origin))));
}
