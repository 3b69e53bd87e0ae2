using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Answers one request with a function.</summary>
static class HttpInvocation
{
    internal static async Task AnswerAsync(HttpContext context, FunctionInvoker invoker)
    {
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
