using Aidp.Functions.Api;
using Aidp.Functions.Keys;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Makes, lists and revokes keys. All of it needs a full key: who may only look does not see who else may.</summary>
public sealed class KeyTriggers(ApiGate gate, ApiKeys keys)
{
    /// <summary>Lists the keys.</summary>
    [Function("ListKeys")]
    public Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/keys")] HttpRequest request) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
            TypedResults.Ok(new KeyList([.. (await keys.ListAsync(cancellation)).Select(KeyView.Of)])));

    /// <summary>Makes a key, and shows it this once.</summary>
    [Function("CreateKey")]
    public Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/keys")] HttpRequest request) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
        {
            var body = await RequestBody.ReadAsync<CreateKeyBody>(request, cancellation);
            var (key, text) = await keys.CreateAsync(body.Name, body.Access, cancellation);
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return TypedResults.Created($"/api/keys/{key.Id}", new NewKeyView(key.Id, key.Name, key.Access, key.CreatedAt, text));
        });

    /// <summary>Revokes a key.</summary>
    [Function("RevokeKey")]
    public Task<IResult> RevokeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/keys/{id}")] HttpRequest request, string id) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
            await keys.RevokeAsync(id, cancellation) ? TypedResults.NoContent() : throw ApiProblems.KeyNotFound(id));
}
