using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Aidp.Embedded.Tests.Hosting;

/// <summary>A client that knows only the contract of the management API: addresses, status codes and JSON.</summary>
sealed class ManagementClient(HttpClient http)
{
    internal const string Base = "/runtime/webhooks/durabletask";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    internal Task<HttpResponseMessage> PostAsync(string path, string? json = null, string type = "application/json") => SendAsync(HttpMethod.Post, path, json, type);

    internal Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, string type = "application/json", string? continuation = null)
    {
        using var request = new HttpRequestMessage(method, Base + path);
        request.Headers.Add("x-functions-key", TestHost.Key);
        if (continuation is not null)
        {
            request.Headers.Add("x-ms-continuation-token", continuation);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, type);
        }

        return await http.SendAsync(request, Cancellation);
    }

    /// <summary>Starts an instance, and waits until it has ended or is known to wait.</summary>
    internal async Task StartAsync(string function, string id, string? input = null, string until = "Completed")
    {
        using var started = await PostAsync($"/orchestrators/{function}/{id}", input);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await UntilAsync(id, status => (string?)status["runtimeStatus"] == until && (until != "Running" || status["customStatus"] is not null));
    }

    internal Task<JsonNode> UntilAsync(string id, string status) => UntilAsync(id, found => (string?)found["runtimeStatus"] == status);

    internal async Task<JsonNode> UntilAsync(string id, Func<JsonNode, bool> reached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await GetAsync($"/instances/{id}");
            if (response.StatusCode != HttpStatusCode.NotFound && await JsonAsync(response) is { } status && reached(status))
            {
                return status;
            }

            await Task.Delay(5, limit.Token);
        }
    }

    internal static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
    }
}
