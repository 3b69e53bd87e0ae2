using Aidp.Embedded.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Answers one request with a function.</summary>
static class HttpInvocation
{
    internal static async Task AnswerAsync(HttpContext context, FunctionInvoker invoker, DurableEngine engine)
    {
        if (engine.Completion.IsFaulted)
        {
            // The host is about to stop; a function could only fail.
            await TypedResults.Problem("The durable engine cannot go on, so the host stops. Its log says why.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            return;
        }

        // The request's own scope is the invocation's.
        var result = await invoker.InvokeAsync(context, context.RequestServices, context.RequestAborted);
        switch (result)
        {
            case null:
                break;
            case IResult answer:
                await answer.ExecuteAsync(context);
                break;
            case string text:
                await TypedResults.Text(text).ExecuteAsync(context);
                break;
            default:
                await context.Response.WriteAsJsonAsync(result, result.GetType(), context.RequestAborted);
                break;
        }
    }
}
