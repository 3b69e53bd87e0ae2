using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Aidp.Embedded.Hosting;

/// <summary>The key that the management API asks for, on every address.</summary>
sealed class ManagementKey(IOptions<EmbeddedHostOptions> options)
{
    /// <summary>The key that the addresses of instances carry.</summary>
    internal string Value { get; } = options.Value.SystemKey ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Answers 401 unless the request carries a right key in <c>x-functions-key</c> or <c>code</c>.</summary>
    internal async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        var key = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return key is { Length: > 0 } && IsOwn(key) ? await next(invocation) : TypedResults.Unauthorized();
    }

    bool IsOwn(string key) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(Value)));
}
