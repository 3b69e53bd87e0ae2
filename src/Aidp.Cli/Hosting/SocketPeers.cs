using System.Buffers.Binary;
using System.Net.Sockets;
using Aidp.Activities.Processes;
using Aidp.Functions.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aidp.Cli.Hosting;

/// <summary>
/// Turns away who comes to the socket from among the host's own descendants: an agent runs as the same user, so where there is no sandbox the socket's
/// folder does not keep it out.
/// </summary>
static class SocketPeers
{
    // socket(7), unix(7): SOL_SOCKET and SO_PEERCRED; struct ucred is process, user and group, 32 bits each.
    const int SocketLevel = 1;
    const int PeerCredentials = 17;
    const int CredentialBytes = 12;

    /// <summary>Looks, once per connection, who is at its other end.</summary>
    public static void Look(ListenOptions listen) => listen.Use(next => connection =>
    {
        if (OperatingSystem.IsLinux() && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket && ProcessTree.Descends(PeerOf(socket), Environment.ProcessId))
        {
            connection.Features.Set(new OwnDescendant());
        }

        return next(connection);
    });

    /// <summary>Answers descendants that they may not, whatever they ask.</summary>
    public static void Refuse(IApplicationBuilder app) => app.Use((context, next) =>
        context.Features.Get<OwnDescendant>() is null ? next(context) : TypedResults.Problem(ApiProblems.OwnProcess().Problem).ExecuteAsync(context));

    static int PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[CredentialBytes];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialBytes ? BinaryPrimitives.ReadInt32LittleEndian(credentials) : 0;
    }

    sealed class OwnDescendant;
}
