using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Aidp.Functions.Api;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Aidp.Functions.Keys;

/// <summary>Decides who may use the application API, the same way on both hosts.</summary>
public sealed class KeyFilter(IOptionsMonitor<KeyOptions> options)
{
    /// <summary>Our header.</summary>
    public const string Header = "x-aidp-key";

    /// <summary>The header that clients of Azure Functions send.</summary>
    public const string FunctionsHeader = "x-functions-key";

    /// <summary>The query parameter that clients of Azure Functions send.</summary>
    public const string Query = "code";

    /// <summary>Whether the request may do what it wants to.</summary>
    public bool Allows(HttpRequest request, ApiAccess access) =>
        CameOverOwnersSocket(request) || (Sent(request) is { Length: > 0 } key && Grants(key, access));

    // A Unix socket lies in a folder that only its owner can open. What the connection is comes from the transport, so that no
    // header can pretend it; a host without such a transport (Azure, a test server) never says so.
    static bool CameOverOwnersSocket(HttpRequest request) =>
        request.HttpContext.Features.Get<IConnectionSocketFeature>() is { Socket.AddressFamily: AddressFamily.Unix };

    static string? Sent(HttpRequest request)
    {
        foreach (var value in new[] { request.Headers[Header], request.Headers[FunctionsHeader], request.Query[Query] })
        {
            if (value is [{ Length: > 0 } key])
            {
                return key;
            }
        }

        return null;
    }

    // Every key there is so far is a full one, so what is wanted does not matter yet.
    bool Grants(string key, ApiAccess access) =>
        access is ApiAccess.Read or ApiAccess.Write && options.CurrentValue.Full is { Length: > 0 } full && SameSecret(key, full);

    static bool SameSecret(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
