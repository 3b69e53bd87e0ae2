using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Api;

/// <summary>Reads the JSON body of a request, within limits.</summary>
static class RequestBody
{
    /// <summary>The most bytes that a body may have: a task of 1 MiB, escaped in JSON, and settings.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Reads the body as a record.</summary>
    /// <exception cref="ApiProblemException">It is no JSON, too large, or not such a record.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            throw ApiProblems.NotJson();
        }

        var bytes = await BytesAsync(request, cancellation);
        try
        {
            var record = JsonSerializer.Deserialize<T>(bytes, ApiJson.Strict) ?? throw ApiProblems.InvalidRequest("The body is null.");
            using var document = JsonDocument.Parse(bytes);
            return NullEntries.Find(document.RootElement, ApiJson.Strict.GetTypeInfo(typeof(T))) is { } entry ? throw ApiProblems.InvalidRequest($"{entry} is null: leave it out, or say what stands there.") : record;
        }
        catch (JsonException e)
        {
            throw ApiProblems.InvalidRequest(e.Message);
        }
    }

    static async Task<byte[]> BytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes)
        {
            throw TooLarge();
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (bytes.Length + read > MostBytes)
            {
                throw TooLarge();
            }

            await bytes.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return bytes.ToArray();
    }

    static ApiProblemException TooLarge() => ApiProblems.TooLarge($"A body may have {MostBytes} bytes.");
}
