using Aidp.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Says that the host is there.</summary>
public sealed class HealthTrigger
{
    /// <summary>Answers without a key: it tells nothing but the version.</summary>
    [Function("Health")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "healthz")] HttpRequest request) =>
        TypedResults.Ok(new HealthView("ok", HealthView.ThisVersion));
}
