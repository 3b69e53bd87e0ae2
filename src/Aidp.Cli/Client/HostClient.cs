using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Client;

/// <summary>Talks to a host over its application API.</summary>
/// <param name="http">Knows the address, and brings the key where one is needed; disposed with this.</param>
sealed partial class HostClient(HttpClient http) : IDisposable
{
    readonly HttpClient _http = http;

    /// <summary>A client of the host that listens on a socket.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes of it.")]
    public static HostClient OverSocket(string path) => new(SocketHandler.CreateClient(path));

    /// <summary>Asks whether the host is there, and which one.</summary>
    public Task<HealthView> HealthAsync(CancellationToken cancellation) => GetAsync<HealthView>("healthz", cancellation);

    /// <summary>Starts a run.</summary>
    /// <param name="body">What is asked for.</param>
    /// <param name="isRepeated">Whether the same was asked for before, and nobody knows whether it came: then the run that it has started is the answer.</param>
    /// <param name="cancellation">Ends the request.</param>
    public async Task<RunView> StartAsync(StartRunBody body, bool isRepeated, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/runs") { Content = JsonContent.Create(body, options: ApiJson.Tolerant) };
        if (isRepeated)
        {
            request.Headers.Add(IdempotencyKey.Header, body.Id);
        }

        using var answer = await _http.SendAsync(request, cancellation);
        return await ReadAsync<RunView>(answer, cancellation);
    }

    /// <summary>A run as it stands.</summary>
    public Task<RunView> RunAsync(string id, CancellationToken cancellation) => GetAsync<RunView>(Path(id), cancellation);

    /// <summary>All runs that match a query, page by page, at most 10,000.</summary>
    public async Task<IReadOnlyList<RunView>> RunsAsync(string query, CancellationToken cancellation)
    {
        var runs = new List<RunView>();
        string? after = null;
        do
        {
            var page = await GetAsync<RunPage>($"api/runs?limit=200&{query}{(after is null ? "" : $"&after={Escape(after)}")}", cancellation);
            runs.AddRange(page.Runs);
            after = page.Next;
        }
        while (after is not null && runs.Count < 10_000);

        return runs;
    }

    /// <summary>What happened in each iteration, with the changes of state after a sequence number.</summary>
    public async Task<IReadOnlyList<IterationView>> IterationsAsync(string id, int after, CancellationToken cancellation) =>
        (await GetAsync<IterationList>($"{Path(id)}/iterations?after={after}", cancellation)).Iterations;

    /// <summary>The durable history.</summary>
    public Task<HistoryView> HistoryAsync(string id, bool payloads, CancellationToken cancellation) =>
        GetAsync<HistoryView>($"{Path(id)}/history?payloads={(payloads ? 1 : 0)}", cancellation);

    /// <summary>The durable history with all that the host knows of it.</summary>
    public Task<RecordedRun> RecordedHistoryAsync(string id, CancellationToken cancellation) =>
        GetAsync<RecordedRun>($"{Path(id)}/history?recorded=1", cancellation);

    /// <summary>The change that the run made so far, as a patch, byte for byte.</summary>
    public async Task<byte[]> DiffAsync(string id, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri($"{Path(id)}/diff", UriKind.Relative), cancellation);
        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>When an agent, a check or a step of the run last wrote something that is kept; null when nothing is.</summary>
    public async Task<DateTimeOffset?> LastOutputAsync(string id, CancellationToken cancellation)
    {
        var artifacts = (await GetAsync<ArtifactList>($"{Path(id)}/artifacts", cancellation)).Artifacts;
        return artifacts.Count == 0 ? null : artifacts.Max(artifact => artifact.Modified);
    }

    /// <summary>How many bytes of output there are so far.</summary>
    public async Task<long> LogLengthAsync(string id, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path(id)}/logs");
        request.Headers.Range = new RangeHeaderValue(0, 0);
        using var answer = await _http.SendAsync(request, cancellation);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return 0;
        }

        await CheckAsync(answer, cancellation);
        return answer.Content.Headers.ContentRange?.Length ?? 0;
    }

    /// <summary>The output of agents and checks from a byte on; empty when there is nothing new.</summary>
    public async Task<byte[]> LogsAsync(string id, long offset, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path(id)}/logs");
        request.Headers.Range = new RangeHeaderValue(offset, null);
        using var answer = await _http.SendAsync(request, cancellation);
        if (answer.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.NoContent)
        {
            return [];
        }

        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>Finds the run that an id or the unique beginning of one means.</summary>
    public async Task<RunView> FindAsync(string idOrPrefix, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(idOrPrefix))
        {
            throw new CommandException(ExitCodes.Usage, "The id is empty. `aidp ps --all` lists the runs.");
        }

        // A path is shortened by these, so that it would be another one.
        if (idOrPrefix is "." or "..")
        {
            throw NoRun(idOrPrefix);
        }

        using var answer = await _http.GetAsync(new Uri(Path(idOrPrefix), UriKind.Relative), cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            return await ReadAsync<RunView>(answer, cancellation);
        }

        var candidates = await RunsAsync($"idPrefix={Escape(idOrPrefix)}", cancellation);
        return candidates switch
        {
            [var only] => await RunAsync(only.Id, cancellation),
            [] => throw NoRun(idOrPrefix),
            _ => throw new CommandException(ExitCodes.Usage, $"'{idOrPrefix}' could be {string.Join(" or ", candidates.Take(5).Select(run => run.Id))}. Give more of the id."),
        };
    }

    static CommandException NoRun(string asked) => new(ExitCodes.Usage, $"No run has the id '{asked}', or one that begins like this. `aidp ps --all` lists the runs.");

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    static string Path(string run) => $"api/runs/{Escape(run)}";

    static string Escape(string text) => Uri.EscapeDataString(text);
}
