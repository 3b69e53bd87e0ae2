using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aidp.Functions.Api;

/// <summary>How the application API writes and reads JSON, the same on both hosts.</summary>
static class ApiJson
{
    /// <summary>For bodies of requests: an unknown or doubled field is an error, so that a typing error is never silently ignored.</summary>
    public static JsonSerializerOptions Strict { get; } = Make(strict: true);

    /// <summary>For answers, and for clients that read them: a field added later is no error.</summary>
    public static JsonSerializerOptions Tolerant { get; } = Make(strict: false);

    /// <summary>Settles names and nulls in answers.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }

    static JsonSerializerOptions Make(bool strict)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = strict ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip,
            AllowDuplicateProperties = !strict,
            RespectRequiredConstructorParameters = strict,
            RespectNullableAnnotations = strict,
        };
        Configure(options);
        if (strict)
        {
            // Comes before the converters that the types name, which would take any number for a word.
            options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        }

        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
