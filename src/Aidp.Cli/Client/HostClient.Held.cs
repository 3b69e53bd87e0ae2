using System.Net;
using Aidp.Cli.Hosting;

namespace Aidp.Cli.Client;

sealed partial class HostClient
{
    /// <summary>The runs that the host keeps as they are; none on a host that has no such thing.</summary>
    public async Task<HeldRuns> HeldAsync(CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri(HeldRoutes.Path, UriKind.Relative), cancellation);
        return new(answer.StatusCode == HttpStatusCode.NotFound ? new() : await ReadAsync<Dictionary<string, string>>(answer, cancellation));
    }

    /// <summary>Ends a run that is held.</summary>
    public async Task EndHeldAsync(string id, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsync(new Uri($"{HeldRoutes.Path}/{Escape(id)}/end", UriKind.Relative), null, cancellation);
        await CheckAsync(answer, cancellation);
    }
}
