using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Functions;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Tests.Hosting;

/// <summary>Who is greeted.</summary>
public sealed record Guest(string Name, int Visits = 1);

/// <summary>A service of one invocation.</summary>
public sealed class Scope : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public bool Disposed { get; private set; }

    public void Dispose() => Disposed = true;
}

/// <summary>The functions that the host's tests run.</summary>
public sealed class TestFunctions(Scope scope)
{
    static readonly string[] Cities = ["Oslo", "Rome"];

    [Function("Hello")]
    public static async Task<IReadOnlyList<string>> HelloAsync([OrchestrationTrigger] TaskOrchestrationContext context, Guest guest)
    {
        List<string> greetings = [];
        foreach (var city in Cities)
        {
            greetings.Add(await context.CallActivityAsync<string>("Greet", new Guest($"{guest.Name} of {city}")));
        }

        return greetings;
    }

    [Function("Wait")]
    public static async Task<string> WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { Step = "waiting" });
        return $"got {await context.WaitForExternalEvent<string>("go")}";
    }

    [Function("Fail")]
    public static async Task FailAsync([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync("Throw");

    [Function("Greet")]
    public string Greet([ActivityTrigger] Guest guest, string instanceId, FunctionContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(guest);
        ArgumentNullException.ThrowIfNull(context);
        return scope.Disposed || cancellation.IsCancellationRequested || instanceId.Length == 0 ? "too late" : $"{context.FunctionDefinition.Name} {guest.Name}";
    }

    [Function("Throw")]
    public static void Throw([ActivityTrigger] FunctionContext context) => throw new InvalidOperationException($"{context?.FunctionDefinition.Name} always does");

    [Function("GetGuest")]
    public static Guest GetGuest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "guests/{name}/{visits:int?}")] HttpRequest request, string name, int visits = 7) => new(name, visits);

    [Function("PutGuest")]
    public static async Task<IResult> PutGuestAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "guests/{name}/{visits:int?}")] HttpRequest request, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var guest = await request.ReadFromJsonAsync<Guest>(cancellation);
        return TypedResults.Created($"/guests/{name}", guest);
    }

    [Function("Ping")]
    public static void Ping([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        request.HttpContext.Response.Headers["x-function"] = context.FunctionDefinition.EntryPoint;
    }

    [Function("GetScope")]
    public ValueTask<Guid> GetScope([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request) => ValueTask.FromResult(scope.Id);

    [Function("GetByGuid")]
    public static string GetByGuid([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ids/{id}")] HttpRequest request, Guid id) => id.ToString("N");

    [Function("GetFile")]
    public static string GetFile([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path) => path ?? "all";

    [Function("StartHello")]
    public static async Task<IResult> StartHelloAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hello/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        await client.ScheduleNewOrchestrationInstanceAsync("Hello", new Guest("Ada"), new StartOrchestrationOptions { InstanceId = id }, cancellation);
        return TypedResults.Json(client.CreateHttpManagementPayload(id), statusCode: 202);
    }
}
