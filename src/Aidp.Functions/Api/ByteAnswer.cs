using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Aidp.Functions.Api;

/// <summary>Answers with bytes that may still grow: whole, or the range that was asked for.</summary>
static class ByteAnswer
{
    /// <summary>The most bytes of one answer to a range; the client asks again for what follows.</summary>
    public const int MostRangeBytes = 4 * 1024 * 1024;

    /// <summary>Answers 200, 206 or 416.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="length">How many bytes there are at the moment.</param>
    /// <param name="contentType">What they are.</param>
    /// <param name="copy">Copies bytes from an offset to a stream, as many as it is told.</param>
    public static IResult Create(HttpRequest request, long length, string contentType, Func<Stream, long, long, CancellationToken, Task> copy)
    {
        var range = ByteRange.Of(request);
        if (range is not null && range.From >= length)
        {
            request.HttpContext.Response.Headers.ContentRange = new ContentRangeHeaderValue(length).ToString();
            throw ApiProblems.RangeNotSatisfiable(length);
        }

        var from = range?.From ?? 0;
        var count = range is null ? length : Math.Min(Math.Min(range.To + 1 ?? length, length) - from, MostRangeBytes);
        return new Answer(range is not null, from, count, length, contentType, copy);
    }

    sealed class Answer(bool partial, long from, long count, long length, string contentType, Func<Stream, long, long, CancellationToken, Task> copy) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = contentType;
            response.Headers.AcceptRanges = "bytes";
            response.Headers.XContentTypeOptions = "nosniff";
            response.ContentLength = count;
            if (partial)
            {
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = new ContentRangeHeaderValue(from, from + count - 1, length).ToString();
            }

            await copy(response.Body, from, count, httpContext.RequestAborted);
        }
    }
}
