using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aidp.Functions.Api;

namespace Aidp.Functions.Runs;

/// <summary>Where the next page of a list begins, as clients see it. The hosts have tokens of their own, and fail in their own ways on what is none: that is found out before.</summary>
static class PageToken
{
    const int CheckBytes = 4;

    /// <summary>Wraps a token of the host; null for the last page.</summary>
    public static string? Wrap(string? token) =>
        token is null ? null : Base64Url.EncodeToString([.. Check(Encoding.UTF8.GetBytes(token)), .. Encoding.UTF8.GetBytes(token)]);

    /// <summary>The token of the host.</summary>
    /// <exception cref="ApiProblemException">The text was never the next of a page.</exception>
    public static string? Unwrap(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            if (bytes.Length > CheckBytes && bytes.AsSpan(0, CheckBytes).SequenceEqual(Check(bytes.AsSpan(CheckBytes))))
            {
                return Encoding.UTF8.GetString(bytes.AsSpan(CheckBytes));
            }
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw ApiProblems.InvalidRequest("The parameter 'after' takes what a page before had as its next.");
    }

    static byte[] Check(ReadOnlySpan<byte> token) => SHA256.HashData(token)[..CheckBytes];
}
