namespace Aidp.Activities.Configuration;

/// <summary>Resolves the settings: defaults, the user's file, the repository's file, the environment, the command line; a later one goes before an earlier one.</summary>
public static class ConfigurationLoader
{
    /// <summary>The settings and where each comes from.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; all of it is said.</exception>
    public static EffectiveConfiguration Load(ConfigurationRequest request)
    {
        var problems = new List<ConfigurationProblem>();
        var values = SettingValue.Empty(Origin.Default);
        foreach (var layer in new[]
        {
            ReadFile(ConfigurationFiles.OfUser(request.Environment), OriginKind.UserFile, problems),
            request.Repository is null ? null : ReadFile(ConfigurationFiles.OfRepository(request.Repository), OriginKind.RepositoryFile, problems),
            ReadTexts(request.Environment.Where(variable => variable.Value.Length > 0), OriginKind.Environment, ConfigurationSchema.VariableOf, problems),
            ReadTexts(request.Options, OriginKind.CommandLine, path => path, problems),
            ReadChecks(request.Checks, problems),
        })
        {
            values = layer is null ? values : values.Under(layer);
        }

        var (run, host) = SettingsBinder.Bind(values, problems);
        return problems.Count == 0 ? new EffectiveConfiguration(run, host, values, Mistyped(request.Environment)) : throw new ConfigurationException(problems);
    }

    /// <summary>Everything that is wrong with one file, without regard to any other.</summary>
    public static IReadOnlyList<ConfigurationProblem> Validate(string path, bool ofRepository)
    {
        var problems = new List<ConfigurationProblem>();
        if (ReadFile(path, ofRepository ? OriginKind.RepositoryFile : OriginKind.UserFile, problems) is { } values)
        {
            _ = SettingsBinder.Bind(values, problems);
        }

        return problems;
    }

    static SettingValue? ReadFile(string? path, OriginKind kind, List<ConfigurationProblem> problems)
    {
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenRead(path);
        return new YamlFile(path, kind, problems).Read(file) is { } tree ? new SchemaReader(path, kind, problems).Read(tree, ConfigurationSchema.Root, "") : null;
    }

    static SettingValue ReadTexts(IEnumerable<KeyValuePair<string, string>> texts, OriginKind kind, Func<string, string> nameOf, List<ConfigurationProblem> problems)
    {
        var given = texts.ToDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal);
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var (path, key) in ConfigurationSchema.Scalars)
        {
            if (given.TryGetValue(nameOf(path), out var text))
            {
                var origin = new Origin(kind, kind == OriginKind.CommandLine ? $"--{path.Replace('_', '-')}" : nameOf(path));
                if (((ScalarNode)key.Node).Read(text) is { } value)
                {
                    values[path] = new SettingValue(value, origin);
                }
                else
                {
                    problems.Add(new(origin, $"{((ScalarNode)key.Node).Expected} is expected, not '{VisibleText.Of(text)}'."));
                }
            }
        }

        return SettingValue.Of(new Origin(kind), values);
    }

    static SettingValue? ReadChecks(IReadOnlyList<(string Name, string Command)> checks, List<ConfigurationProblem> problems)
    {
        if (checks.Count == 0)
        {
            return null;
        }

        var origin = new Origin(OriginKind.CommandLine, "--check", 0, 0);
        var items = checks.Select(check => new YamlFields(
            [(new YamlText("name", YamlScalarKind.Text, 0, 0), new YamlText(check.Name, YamlScalarKind.Text, 0, 0)), (new YamlText("run", YamlScalarKind.Text, 0, 0), new YamlText(check.Command, YamlScalarKind.Text, 0, 0))], 0, 0));
        var schema = (ListNode)Array.Find(ConfigurationSchema.Root.Keys, key => key.Name == "checks")!.Node;
        return new SchemaReader("--check", OriginKind.CommandLine, problems).Read(new YamlItems([.. items], 0, 0), schema, "checks") is { } list
            ? SettingValue.Of(origin, [new("checks", list)])
            : null;
    }

    static List<string> Mistyped(IReadOnlyDictionary<string, string> environment)
    {
        var known = ConfigurationSchema.Scalars.Keys.Select(ConfigurationSchema.VariableOf).ToHashSet(StringComparer.Ordinal);
        return [.. environment.Keys.Where(name => name.StartsWith("AIDP_", StringComparison.Ordinal) && !known.Contains(name)).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Nearest: NearestName.Of(name, known))).Where(pair => pair.Nearest is not null)
            .Select(pair => $"The environment variable {pair.Name} is not a setting. Did you mean {pair.Nearest}?")];
    }
}
