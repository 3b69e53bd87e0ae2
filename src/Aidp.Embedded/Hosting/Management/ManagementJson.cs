using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>How the management API writes JSON: as the real extension does, whatever the application configures for itself.</summary>
static class ManagementJson
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A stored payload; text that is not JSON, such as the output of a failed instance, becomes a string.</summary>
    internal static JsonNode? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return text.AsSpan().Trim().Length == 0 ? JsonValue.Create(string.Empty) : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    internal static IResult Answer<T>(T value, int status = StatusCodes.Status200OK) => TypedResults.Json(value, Options, statusCode: status);

    /// <summary>An error as ASP.NET Web API writes it, which the real extension is built on.</summary>
    internal static IResult Error(int status, string message, Exception? exception = null) => TypedResults.Json(
        exception is null
            ? new JsonObject { ["Message"] = message }
            : new JsonObject { ["Message"] = message, ["ExceptionMessage"] = exception.Message, ["ExceptionType"] = exception.GetType().FullName },
        Options,
        statusCode: status);

    /// <summary>The body of a request; null when it is empty.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    internal static async Task<JsonElement?> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        if (buffer.Length == 0)
        {
            return null;
        }

        // Numbers keep their digits and texts their form: the element goes into the store as it came.
        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return document.RootElement.Clone();
    }
}
