using System.Net.Sockets;
using Aidp.Functions.Api;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Aidp.Functions.Keys;

/// <summary>Decides who may use the application API, the same way on both hosts.</summary>
public sealed class KeyFilter(IOptionsMonitor<KeyOptions> options, KeyStore store)
{
    /// <summary>Our header.</summary>
    public const string Header = "x-aidp-key";

    /// <summary>The header that clients of Azure Functions send.</summary>
    public const string FunctionsHeader = "x-functions-key";

    /// <summary>The query parameter that clients of Azure Functions send.</summary>
    public const string Query = "code";

    /// <summary>Whether the request may do what it wants to.</summary>
    public async ValueTask<KeyVerdict> JudgeAsync(HttpRequest request, ApiAccess access, CancellationToken cancellation)
    {
        if (CameOverOwnersSocket(request))
        {
            return KeyVerdict.Allowed;
        }

        return await GrantedAsync(Sent(request), cancellation) switch
        {
            KeyAccess.Full => KeyVerdict.Allowed,
            KeyAccess.Read when access == ApiAccess.Read => KeyVerdict.Allowed,
            KeyAccess.Read => KeyVerdict.ReadOnly,
            _ => KeyVerdict.KeyNeeded,
        };
    }

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

    async ValueTask<KeyAccess?> GrantedAsync(string? sent, CancellationToken cancellation)
    {
        if (sent is null)
        {
            return null;
        }

        var hash = KeyText.Hash(sent);
        if (options.CurrentValue.Full is { Length: > 0 } full && KeyText.SameHash(hash, KeyText.Hash(full)))
        {
            return KeyAccess.Full;
        }

        return KeyText.IdOf(sent) is { } id && (await store.ReadAsync(cancellation)).Find(id) is { } key && KeyText.SameHash(hash, key.Sha256)
            ? key.Access
            : null;
    }
}
