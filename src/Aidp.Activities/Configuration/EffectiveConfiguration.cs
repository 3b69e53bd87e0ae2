using System.Globalization;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Configuration;

/// <summary>A setting as <c>config show</c> shows it.</summary>
/// <param name="Path">Its dotted path; items of lists by their number: <c>checks[0].run</c>.</param>
/// <param name="Value">Its value, as it would stand in a file.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record ShownSetting(string Path, string Value, Origin Origin);

/// <summary>The settings that hold, and where each comes from.</summary>
public sealed class EffectiveConfiguration
{
    readonly SettingValue _values;

    internal EffectiveConfiguration(RunSettings run, HostSettings host, SettingValue values, IReadOnlyList<string> warnings)
    {
        (Run, Host, _values, Warnings) = (run, host, values, warnings);
        Settings = [.. Flatten(values, "").Concat(Defaults(values)).OrderBy(setting => setting.Path, StringComparer.Ordinal)];
    }

    /// <summary>What a run carries.</summary>
    public RunSettings Run { get; }

    /// <summary>What concerns this machine.</summary>
    public HostSettings Host { get; }

    /// <summary>What is probably not meant as it stands, although nothing is wrong with it.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Every setting that has a value, defaults included, sorted by path.</summary>
    public IReadOnlyList<ShownSetting> Settings { get; }

    /// <summary>The same configuration with checks that were found by looking at the repository, for one that names none.</summary>
    public EffectiveConfiguration WithDetected(IReadOnlyList<CheckSettings> checks)
    {
        var origin = new Origin(OriginKind.Detected);
        var items = checks.Select(check => new SettingValue(new Dictionary<string, SettingValue>(StringComparer.Ordinal)
        {
            ["name"] = new(check.Name, origin),
            ["run"] = new(check.Run, origin),
        }, origin)).ToList();
        return new EffectiveConfiguration(Run with { Checks = checks }, Host, _values.Under(SettingValue.Of(origin, [new("checks", new SettingValue(items, origin))])), Warnings);
    }

    static IEnumerable<ShownSetting> Flatten(SettingValue value, string path) => value.Content switch
    {
        IReadOnlyDictionary<string, SettingValue> fields => fields.SelectMany(field => Flatten(field.Value, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        IReadOnlyList<SettingValue> items => items.SelectMany((item, i) => Flatten(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))),
        _ => [new ShownSetting(path, Show(value.Content), value.Origin)],
    };

    static IEnumerable<ShownSetting> Defaults(SettingValue values) => ConfigurationSchema.Scalars
        .Where(setting => setting.Value.Default is not null && values.At(setting.Key) is null)
        .Select(setting => new ShownSetting(setting.Key, setting.Value.Node is SizeNode ? SizeText.Format((long)setting.Value.Default!) : Show(setting.Value.Default!), Origin.Default));

    internal static string Show(object value) => value switch
    {
        TimeSpan duration => DurationText.Format(duration),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
