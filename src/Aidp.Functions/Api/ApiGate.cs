using System.Diagnostics.CodeAnalysis;
using Aidp.Activities.Artifacts;
using Aidp.Functions.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aidp.Functions.Api;

/// <summary>What every request of the application API goes through: who may, and what is answered when it cannot be done.</summary>
/// <remarks>Called by the triggers themselves and not by a middleware, because the two hosts have no middleware in common.</remarks>
public sealed partial class ApiGate(KeyFilter keys, ILogger<ApiGate> logger)
{
    /// <summary>Answers a request, or says in a problem document why not.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "This is where a fault becomes an answer; it is logged.")]
    public async Task<IResult> AnswerAsync(HttpRequest request, ApiAccess access, Func<CancellationToken, Task<IResult>> answer)
    {
        var aborted = request.HttpContext.RequestAborted;
        try
        {
            return await keys.JudgeAsync(request, access, aborted) switch
            {
                KeyVerdict.Allowed => await answer(aborted),
                KeyVerdict.ReadOnly => throw ApiProblems.ReadOnlyKey(),
                _ => throw KeyNeeded(request),
            };
        }
        catch (ApiProblemException e)
        {
            return TypedResults.Problem(e.Problem);
        }
        catch (ArtifactStoreException e)
        {
            return TypedResults.Problem(ApiProblems.NoRoom(e.Message).Problem);
        }
        catch (BadHttpRequestException e)
        {
            // The server found something wrong with the request while its body was read.
            return TypedResults.Problem(ApiProblems.BadHttp(e.StatusCode, e.Message).Problem);
        }
        catch (Exception) when (aborted.IsCancellationRequested)
        {
            // Whatever it is: a durable client has an exception of its own for a call that was given up.
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception e)
        {
            LogFault(e, request.Method, request.Path);
            return TypedResults.Problem(ApiProblems.Fault().Problem);
        }
    }

    static ApiProblemException KeyNeeded(HttpRequest request)
    {
        // What the answer must name (RFC 9110, section 11.6.1).
        request.HttpContext.Response.Headers.WWWAuthenticate = $"AidpKey header=\"{KeyFilter.Header}\"";
        return ApiProblems.KeyNeeded();
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    partial void LogFault(Exception exception, string method, PathString path);
}
