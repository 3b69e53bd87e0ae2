using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Turns what the client throws into answers.</summary>
static class ManagementErrors
{
    [SuppressMessage("Design", "CA1031", Justification = "Every failure is an answer to whoever asked.")]
    internal static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (OperationCanceledException) when (invocation.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (BadHttpRequestException exception)
        {
            return ManagementJson.Error(exception.StatusCode, exception.Message);
        }
        catch (ArgumentException exception)
        {
            return ManagementJson.Error(StatusCodes.Status400BadRequest, "One or more of the arguments submitted is incorrect", exception);
        }
        catch (Exception exception)
        {
            return ManagementJson.Error(StatusCodes.Status500InternalServerError, "Something went wrong while processing your request", exception);
        }
    }
}
