using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aidp.Activities.Configuration;

/// <summary>The schema of <c>aidp.yml</c> as JSON Schema (draft 2020-12), so that editors complete and check it.</summary>
public static class PublishedSchema
{
    static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole document, with a line break at its end.</summary>
    public static string ToJson()
    {
        var root = Node(ConfigurationSchema.Root);
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "Aidp configuration", ["description"] = "aidp.yml in the repository's root or in .aidp/, or $XDG_CONFIG_HOME/aidp/aidp.yml of a user." };
        foreach (var (name, value) in root.ToList())
        {
            root.Remove(name);
            document[name] = value;
        }

        return document.ToJsonString(_readable) + "\n";
    }

    static JsonObject Node(SchemaNode schema) => schema switch
    {
        TextNode text => Text(text),
        ChoiceNode choice => new JsonObject { ["enum"] = new JsonArray([.. choice.Choices.Select(word => (JsonNode)word)]) },
        NumberNode number => new JsonObject { ["type"] = "integer", ["minimum"] = number.Minimum, ["maximum"] = number.Maximum },
        AmountNode amount => new JsonObject { ["type"] = "number", ["minimum"] = amount.Minimum, ["maximum"] = amount.Maximum },
        FlagNode => new JsonObject { ["type"] = "boolean" },
        DurationNode => new JsonObject { ["type"] = "string", ["pattern"] = DurationText.Pattern },
        SizeNode size => new JsonObject { ["type"] = new JsonArray("string", "integer"), ["pattern"] = SizeText.Pattern, ["minimum"] = size.Minimum, ["maximum"] = size.Maximum },
        ListNode list => new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Node(list.Item), ["minItems"] = list.Minimum, ["maxItems"] = list.Maximum },
        MapNode map => new JsonObject { ["type"] = new JsonArray("object", "null"), ["propertyNames"] = Text(map.Key), ["additionalProperties"] = Node(map.Value), ["maxProperties"] = map.Maximum },
        SectionNode section => Section(section),
        _ => throw new InvalidOperationException($"{schema.GetType().Name} has no JSON Schema."),
    };

    static JsonObject Text(TextNode text)
    {
        var schema = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = text.Maximum };
        if (text.Pattern is not null)
        {
            schema["pattern"] = text.Pattern;
        }

        return schema;
    }

    static JsonObject Section(SectionNode section)
    {
        var properties = new JsonObject();
        foreach (var key in section.Keys)
        {
            var property = Node(key.Node);
            property["description"] = key.OfMachine ? $"{key.Description} Concerns the machine: not in a repository's file." : key.Description;
            if (key.Default is not null)
            {
                property["default"] = Default(key);
            }

            properties[key.Name] = property;
        }

        var schema = new JsonObject { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = false, ["properties"] = properties };
        if (section.Keys.Any(key => key.Required))
        {
            schema["required"] = new JsonArray([.. section.Keys.Where(key => key.Required).Select(key => (JsonNode)key.Name)]);
        }

        return schema;
    }

    static JsonNode? Default(SchemaKey key) => key.Default switch
    {
        TimeSpan duration => DurationText.Format(duration),
        long bytes when key.Node is SizeNode => SizeText.Format(bytes),
        var value => JsonSerializer.SerializeToNode(value, value!.GetType()),
    };
}
