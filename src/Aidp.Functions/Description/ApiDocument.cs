using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Aidp.Functions.Api;
using Aidp.Functions.Keys;

namespace Aidp.Functions.Description;

/// <summary>Describes the application API (OpenAPI 3.1): addresses and methods as they stand in the triggers, bodies and answers as their records have them. So it is true on every host.</summary>
static partial class ApiDocument
{
    const string Json = "application/json";

    static readonly Dictionary<string, string> _places = new(StringComparer.Ordinal)
    {
        ["id"] = "The id.",
        ["iteration"] = "The iteration that it belongs to; 0 before the first.",
        ["file"] = "Its own name.",
    };

    static readonly JsonSchemaExporterOptions _exporter = new() { TreatNullObliviousAsNonNullable = true };

    /// <summary>The document, as it is served.</summary>
    public static byte[] Utf8 { get; } = JsonSerializer.SerializeToUtf8Bytes(Create());

    static JsonObject Create()
    {
        var schemas = new JsonObject { ["Problem"] = Problem() };
        var paths = new JsonObject();
        foreach (var (function, trigger) in Triggers().OrderBy(pair => pair.Trigger.Route, StringComparer.Ordinal).ThenBy(pair => pair.Function, StringComparer.Ordinal))
        {
            var path = "/" + trigger.Route;
            var item = (JsonObject)(paths[path] ??= new JsonObject());
            item[trigger.Methods![0]] = Operation(function, path, ApiOperations.All[function], schemas);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject { ["title"] = "Aidp", ["version"] = HealthView.ThisVersion, ["description"] = "Drives AI coding agents to a finished change on a git repository, durably." },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject { ["key"] = Key("header", KeyFilter.Header), ["functionsKey"] = Key("header", KeyFilter.FunctionsHeader), ["code"] = Key("query", KeyFilter.Query) },
            },
        };
    }

    /// <summary>The HTTP triggers of this assembly, by the names of their functions.</summary>
    internal static IEnumerable<(string Function, HttpTriggerAttribute Trigger)> Triggers() =>
        from method in typeof(ApiDocument).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(attribute => attribute is not null)
        where function is not null && trigger is not null
        select (function.Name, trigger);

    static JsonObject Operation(string function, string path, ApiOperation operation, JsonObject schemas)
    {
        var described = new JsonObject
        {
            ["operationId"] = function,
            ["summary"] = operation.Summary,
            ["parameters"] = new JsonArray(
            [
                .. PathParameter().Matches(path).Select(match => Parameter("path", new(match.Groups[1].Value, _places[match.Groups[1].Value]))),
                .. operation.Query.Select(parameter => Parameter("query", parameter)),
                .. operation.Headers.Select(parameter => Parameter("header", parameter)),
            ]),
            ["security"] = operation.NeedsKey ? new JsonArray(Scheme("key"), Scheme("functionsKey"), Scheme("code")) : new JsonArray(),
            ["responses"] = Responses(operation, schemas),
        };
        if (operation.Body is { } body)
        {
            described["requestBody"] = new JsonObject { ["required"] = !operation.BodyIsOptional, ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = Reference(body, ApiJson.Strict, schemas) } } };
        }

        return described;
    }

    static JsonObject Responses(ApiOperation operation, JsonObject schemas)
    {
        var responses = new JsonObject();
        foreach (var answer in operation.Answers)
        {
            var response = new JsonObject { ["description"] = answer.Meaning };
            if (answer.MediaType is { } type)
            {
                JsonNode[] references = [.. answer.Types.Select(one => Reference(one, ApiJson.Tolerant, schemas))];
                response["content"] = new JsonObject
                {
                    [type] = references.Length == 0 ? new JsonObject() : new JsonObject { ["schema"] = references.Length == 1 ? references[0] : new JsonObject { ["anyOf"] = new JsonArray(references) } },
                };
            }

            responses[answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = response;
        }

        responses["default"] = new JsonObject
        {
            ["description"] = "Why it cannot be done; the type is stable.",
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
        };
        return responses;
    }

    static JsonObject Reference(Type type, JsonSerializerOptions options, JsonObject schemas)
    {
        var place = "#/components/schemas/" + type.Name;
        if (!schemas.ContainsKey(type.Name))
        {
            var schema = options.GetJsonSchemaAsNode(type, _exporter);
            Adapt(schema, place);
            schemas[type.Name] = schema;
        }

        return new JsonObject { ["$ref"] = place };
    }

    /// <summary>References count from the root of a document; and what may be null may be missing, since nulls are not written.</summary>
    static void Adapt(JsonNode? node, string place)
    {
        if (node is JsonArray list)
        {
            foreach (var one in list)
            {
                Adapt(one, place);
            }
        }
        else if (node is JsonObject item)
        {
            if (item["$ref"] is JsonValue reference && reference.GetValueKind() == JsonValueKind.String)
            {
                item["$ref"] = place + reference.GetValue<string>()[1..];
            }

            if (item["required"] is JsonArray required && item["properties"] is JsonObject properties)
            {
                item["required"] = new JsonArray([.. required.Select(name => name!.GetValue<string>()).Where(name => !MayBeNull(properties[name])).Select(name => JsonValue.Create(name))]);
            }

            foreach (var (_, value) in item.ToList())
            {
                Adapt(value, place);
            }
        }
    }

    static bool MayBeNull(JsonNode? schema) => schema switch
    {
        JsonObject item => item["type"] is JsonArray types ? types.Any(type => type!.GetValue<string>() == "null") : item["enum"] is JsonArray values && values.Any(value => value is null),
        _ => false,
    };

    static JsonObject Parameter(string place, ApiParameter parameter) => new JsonObject
    {
        ["name"] = parameter.Name,
        ["in"] = place,
        ["required"] = place == "path",
        ["description"] = parameter.Meaning,
        ["schema"] = JsonNode.Parse(parameter.Schema),
    };

    static JsonObject Key(string place, string name) => new() { ["type"] = "apiKey", ["in"] = place, ["name"] = name };

    static JsonObject Scheme(string name) => new() { [name] = new JsonArray() };

    static JsonNode Problem() => JsonNode.Parse("""
        {
          "type": "object",
          "required": ["type", "title", "status", "detail"],
          "properties": {
            "type": { "type": "string", "pattern": "^urn:aidp:problem:[a-z-]+$" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" }
          }
        }
        """)!;

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex PathParameter();
}
