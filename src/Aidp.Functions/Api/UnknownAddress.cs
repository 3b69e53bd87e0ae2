using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Api;

/// <summary>Answers what no function answers with a problem document too, below <c>/api</c>. For a server that is Aidp's own; the Azure host answers such requests itself.</summary>
static class UnknownAddress
{
    /// <summary>A part of the server's pipeline.</summary>
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        await next(context);
        if (context.Response is { StatusCode: StatusCodes.Status404NotFound, ContentType: null, HasStarted: false } && context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await TypedResults.Problem(ApiProblems.NoSuchAddress(context.Request.Method).Problem).ExecuteAsync(context);
        }
    }
}
