using System.Security.Cryptography;
using System.Text;
using Aidp.Orchestrations.Control;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Api;

/// <summary>What a client calls a request by, so that it counts once however often it is sent.</summary>
/// <param name="Text">The key.</param>
sealed record IdempotencyKey(string Text)
{
    /// <summary>The header that holds it.</summary>
    public const string Header = "Idempotency-Key";

    const int MostCharacters = 255;

    /// <summary>The key of a request; null when it has none.</summary>
    /// <exception cref="ApiProblemException">There are several, or it is too long.</exception>
    public static IdempotencyKey? Of(HttpRequest request) => request.Headers[Header] switch
    {
        [] or [""] => null,
        [{ Length: <= MostCharacters } text] => new(text),
        _ => throw ApiProblems.InvalidRequest($"{Header} takes one key of at most {MostCharacters} characters."),
    };

    /// <summary>The id of the signal that a request with this key sends.</summary>
    public string SignalId(string name) => SignalMemory.Once + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {Text}")))[..24];
}
