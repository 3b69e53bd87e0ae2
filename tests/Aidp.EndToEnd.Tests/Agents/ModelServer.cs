using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aidp.EndToEnd.Tests.Agents;

/// <summary>A model on loopback that answers by a script instead of thinking; it speaks as much of the vendors' streaming protocols as their own command lines need.</summary>
sealed class ModelServer : IAsyncDisposable
{
    readonly WebApplication _application;
    readonly ConcurrentQueue<string> _prompts = new();

    ModelServer(WebApplication application) => _application = application;

    /// <summary>The server's address, without a slash at its end.</summary>
    public string Address => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The bodies of all requests that had tools to offer.</summary>
    public IReadOnlyCollection<string> Requests => _prompts;

    /// <summary>Starts a server that answers with what <paramref name="answer"/> makes of a request, unless it is the one that is <paramref name="held"/>.</summary>
    public static async Task<ModelServer> StartAsync(string path, Func<JsonNode, IEnumerable<JsonObject>> answer, HeldRequest? held = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = new ModelServer(builder.Build());
        server._application.Urls.Add("http://127.0.0.1:0");
        server._application.MapPost(path, async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync(http.RequestAborted);
            server._prompts.Enqueue(body);
            if (held?.Takes(body) == true)
            {
                await held.HoldAsync(http.RequestAborted);
                return;
            }

            http.Response.ContentType = "text/event-stream";
            foreach (var item in answer(JsonNode.Parse(body)!))
            {
                await http.Response.WriteAsync($"event: {item["type"]}\ndata: {item.ToJsonString(JsonSerializerOptions.Default)}\n\n", http.RequestAborted);
            }
        });
        server._application.MapFallback(() => Results.Json(new { }));
        await server._application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
