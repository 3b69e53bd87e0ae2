using Aidp.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aidp.Functions.Events;

/// <summary>Lets streams in, as many as there may be, and ends them with the host.</summary>
public sealed class EventStreams(IOptions<EventOptions> options, IHostApplicationLifetime lifetime)
{
    /// <summary>When a client that found no room may try again, in seconds.</summary>
    const string RetryAfter = "5";

    static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    int _open;

    /// <summary>Answers with a stream.</summary>
    /// <param name="request">What asks for it.</param>
    /// <param name="tell">Writes events until the stream is over.</param>
    /// <exception cref="ApiProblemException">There are as many streams as there may be.</exception>
    internal IResult Answer(HttpRequest request, Func<EventWriter, CancellationToken, Task> tell)
    {
        if (Interlocked.Increment(ref _open) > options.Value.MostStreams)
        {
            Interlocked.Decrement(ref _open);
            request.HttpContext.Response.Headers.RetryAfter = RetryAfter;
            throw ApiProblems.TooManyStreams(options.Value.MostStreams);
        }

        return new Stream(this, tell);
    }

    /// <summary>Where a client wants to go on: the header that browsers send, or <c>after</c> for the first connection; null for the beginning.</summary>
    internal static string? Position(HttpRequest request) => (request.Headers["Last-Event-ID"], request.Query["after"]) switch
    {
        ([{ Length: > 0 } id], _) => id,
        ([], [{ Length: > 0 } id]) => id,
        ([], []) or ([""], []) => null,
        _ => throw ApiProblems.InvalidRequest("Last-Event-ID, or the parameter 'after', takes the id of one event."),
    };

    sealed class Stream(EventStreams owner, Func<EventWriter, CancellationToken, Task> tell) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, owner._stopping);
            try
            {
                var response = httpContext.Response;
                response.ContentType = "text/event-stream";
                response.Headers.CacheControl = "no-store";
                response.Headers["X-Accel-Buffering"] = "no";
                httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
                var writer = new EventWriter(response.BodyWriter);
                writer.Retry(_retry);
                await writer.FlushAsync(end.Token);
                await tell(writer, end.Token);
            }
            catch (Exception e) when (end.IsCancellationRequested || e is OperationCanceledException or IOException)
            {
                // The client is gone, or the host stops: whoever comes again goes on where it stopped.
            }
            finally
            {
                Interlocked.Decrement(ref owner._open);
            }
        }
    }

    readonly CancellationToken _stopping = lifetime.ApplicationStopping;
}
