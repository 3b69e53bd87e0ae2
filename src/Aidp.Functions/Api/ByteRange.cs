using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Api;

/// <summary>The range of bytes that a request asks for (RFC 9110, section 14): one range that begins somewhere. Others are ignored, as a server may.</summary>
/// <param name="From">The first byte.</param>
/// <param name="To">The last byte; null for as many as there are.</param>
sealed record ByteRange(long From, long? To)
{
    /// <summary>The range of a request; null when it asks for everything.</summary>
    public static ByteRange? Of(HttpRequest request) =>
        request.GetTypedHeaders().Range is { Ranges.Count: 1, Unit.Value: "bytes" } header && header.Ranges.First() is { From: { } from, To: var to }
            ? new(from, to)
            : null;
}
