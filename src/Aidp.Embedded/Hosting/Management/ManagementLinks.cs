using Aidp.Embedded.Functions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Makes the management addresses of an instance.</summary>
sealed class ManagementLinks(ManagementKey key, FunctionCatalog catalog, IServer server)
{
    /// <summary>The addresses as the client of a request reaches them.</summary>
    internal HttpManagementPayload For(HttpRequest request, string instanceId) => For($"{request.Scheme}://{request.Host}", instanceId);

    /// <summary>The addresses outside of a request: at the first address that the server listens on.</summary>
    internal HttpManagementPayload For(string instanceId) => For(Listening().TrimEnd('/'), instanceId);

    HttpManagementPayload For(string address, string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var instance = $"{address}{ManagementApi.BasePath}/instances/{Uri.EscapeDataString(instanceId)}";
        var query = $"taskHub={Uri.EscapeDataString(catalog.Settings.HubName)}&connection=Storage&code={Uri.EscapeDataString(key.Value)}";
        return new()
        {
            Id = instanceId,
            StatusQueryGetUri = $"{instance}?{query}",
            SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}?{query}",
            TerminatePostUri = $"{instance}/terminate?reason={{text}}&{query}",
            RewindPostUri = $"{instance}/rewind?reason={{text}}&{query}",
            PurgeHistoryDeleteUri = $"{instance}?{query}",
            RestartPostUri = $"{instance}/restart?{query}",
            SuspendPostUri = $"{instance}/suspend?reason={{text}}&{query}",
            ResumePostUri = $"{instance}/resume?reason={{text}}&{query}",
        };
    }

    string Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        return address switch
        {
            null => throw new InvalidOperationException("The server does not listen yet, so an instance has no management addresses: wait until the host has started."),

            // A socket has no host name; its clients send any, and localhost is what they use.
            _ when address.StartsWith("http://unix:", StringComparison.Ordinal) => "http://localhost",
            _ => address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal),
        };
    }
}
