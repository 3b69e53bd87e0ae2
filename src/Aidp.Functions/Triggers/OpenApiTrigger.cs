using Aidp.Functions.Api;
using Aidp.Functions.Description;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Describes the application API to programs.</summary>
public sealed class OpenApiTrigger(ApiGate gate)
{
    /// <summary>The OpenAPI document.</summary>
    [Function("OpenApi")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) =>
        gate.AnswerAsync(request, ApiAccess.Read, _ => Task.FromResult<IResult>(TypedResults.Bytes(ApiDocument.Utf8, "application/json")));
}
