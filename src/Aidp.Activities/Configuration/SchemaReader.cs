namespace Aidp.Activities.Configuration;

/// <summary>Holds a document against the schema: its values, and everything that is wrong with it.</summary>
sealed class SchemaReader(string file, OriginKind kind, List<ConfigurationProblem> problems)
{
    /// <summary>The values; null where there is nothing usable.</summary>
    public SettingValue? Read(YamlTree tree, SchemaNode schema, string path) => (schema, tree) switch
    {
        // A key without a value is as good as absent: people comment out what stood below it.
        (not ScalarNode, YamlText { Kind: YamlScalarKind.Nothing }) => null,
        (ScalarNode scalar, YamlText text) => ReadScalar(text, scalar, path),
        (ListNode list, YamlItems items) => ReadItems(items, list, path),
        (MapNode map, YamlFields fields) => ReadMap(fields, map, path),
        (SectionNode section, YamlFields fields) => ReadSection(fields, section, path),
        _ => Fail(tree, $"{Subject(path)}: {Expected(schema)} is expected, not {Describe(tree)}."),
    };

    SettingValue? ReadScalar(YamlText text, ScalarNode schema, string path)
    {
        if (!schema.Accepts(text.Kind))
        {
            var hint = schema.Accepts(YamlScalarKind.Text) && text.Kind != YamlScalarKind.Nothing && schema.Read(text.Value) is not null ? $" Put it in quotes: \"{text.Value}\"." : "";
            return Fail(text, $"{Subject(path)}: {schema.Expected} is expected, not {Describe(text)}.{hint}");
        }

        if (schema.Read(text.Value) is { } value)
        {
            return new SettingValue(value, At(text));
        }

        var nearest = schema is ChoiceNode choice ? NearestName.Of(text.Value, choice.Choices) : null;
        return Fail(text, $"{Subject(path)}: {schema.Expected} is expected, not {Describe(text)}.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}");
    }

    SettingValue ReadItems(YamlItems items, ListNode schema, string path)
    {
        if (items.Items.Count < schema.Minimum || items.Items.Count > schema.Maximum)
        {
            Fail(items, $"{Subject(path)}: a list of {schema.Minimum} to {schema.Maximum} items is expected, not of {items.Items.Count}.");
        }

        var values = items.Items.Select((item, i) => Read(item, schema.Item, $"{path}[{i}]")).OfType<SettingValue>().ToList();
        return new SettingValue(values, At(items));
    }

    SettingValue ReadMap(YamlFields fields, MapNode schema, string path)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        if (fields.Fields.Count > schema.Maximum)
        {
            Fail(fields, $"{Subject(path)}: at most {schema.Maximum} keys are expected, not {fields.Fields.Count}.");
        }

        foreach (var (key, value) in fields.Fields)
        {
            if (schema.Key.Read(key.Value) is null)
            {
                Fail(key, $"'{Visible(key.Value)}' cannot be a key of {Subject(path)}: {schema.Key.Expected} is expected.");
            }
            else if (Read(value, schema.Value, $"{path}.{key.Value}") is { } content)
            {
                values[key.Value] = content;
            }
        }

        return new SettingValue(values, At(fields));
    }

    SettingValue ReadSection(YamlFields fields, SectionNode schema, string path)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var (key, value) in fields.Fields)
        {
            var known = Array.Find(schema.Keys, candidate => candidate.Name == key.Value);
            if (known is null)
            {
                var nearest = NearestName.Of(key.Value, schema.Keys.Select(candidate => candidate.Name));
                Fail(key, $"'{Visible(key.Value)}' is not a key{(path.Length == 0 ? "" : $" of '{path}'")}. {(nearest is null ? $"Known are: {string.Join(", ", schema.Keys.Select(candidate => candidate.Name))}." : $"Did you mean '{nearest}'?")}");
            }
            else if (known.OfMachine && kind == OriginKind.RepositoryFile)
            {
                Fail(key, $"'{key.Value}' concerns this machine, so a repository cannot set it. Set it in {ConfigurationFiles.UserFileForPeople}, in the environment or on the command line.");
            }
            else if (Read(value, known.Node, path.Length == 0 ? key.Value : $"{path}.{key.Value}") is { } content)
            {
                values[key.Value] = content;
            }
        }

        foreach (var missing in schema.Keys.Where(key => key.Required && fields.Fields.All(field => field.Key.Value != key.Name)))
        {
            Fail(fields, $"{Subject(path)}: '{missing.Name}' is missing. {missing.Description}");
        }

        return new SettingValue(values, At(fields));
    }

    SettingValue? Fail(YamlTree tree, string message)
    {
        problems.Add(new(At(tree), message));
        return null;
    }

    Origin At(YamlTree tree) => new(kind, file, tree.Line, tree.Column);

    static string Subject(string path) => path.Length == 0 ? "the file" : $"'{path}'";

    static string Expected(SchemaNode schema) => schema switch
    {
        ScalarNode scalar => scalar.Expected,
        ListNode => "a list",
        _ => "a mapping (key: value)",
    };

    static string Describe(YamlTree tree) => tree switch
    {
        YamlItems => "a list",
        YamlFields => "a mapping",
        YamlText { Kind: YamlScalarKind.Nothing } => "nothing",
        YamlText { Kind: YamlScalarKind.Integer or YamlScalarKind.Real } number => $"the number {number.Value}",
        YamlText text => $"'{Visible(text.Value)}'",
        _ => "this",
    };

    static string Visible(string text) => VisibleText.Of(text.Length > 60 ? text[..60] + "..." : text);
}
