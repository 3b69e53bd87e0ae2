using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Functions;

/// <summary>What the HTTP side of the host adds to the client.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>The addresses of an instance.</summary>
    /// <exception cref="InvalidOperationException">The client's host does not answer HTTP.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId) =>
        client is EmbeddedDurableTaskClient { ManagementPayload: { } create }
            ? create(instanceId)
            : throw new InvalidOperationException("The client's host does not answer HTTP, so an instance has no management addresses.");
}
