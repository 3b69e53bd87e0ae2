using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Mvc;

namespace Aidp.Cli.Client;

/// <summary>Talks to a host over its application API.</summary>
sealed class HostClient(string socketPath) : IDisposable
{
    readonly HttpClient _http = SocketHandler.CreateClient(socketPath);

    /// <summary>Asks whether the host is there, and which one.</summary>
    public Task<HealthView> HealthAsync(CancellationToken cancellation) => GetAsync<HealthView>("healthz", cancellation);

    /// <summary>Starts a run.</summary>
    public async Task<RunView> StartAsync(StartRunBody body, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync("api/runs", body, ApiJson.Tolerant, cancellation);
        return await ReadAsync<RunView>(answer, cancellation);
    }

    /// <summary>A run as it stands.</summary>
    public Task<RunView> RunAsync(string id, CancellationToken cancellation) => GetAsync<RunView>($"api/runs/{Escape(id)}", cancellation);

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
        (await GetAsync<IterationList>($"api/runs/{Escape(id)}/iterations?after={after}", cancellation)).Iterations;

    /// <summary>The durable history.</summary>
    public Task<HistoryView> HistoryAsync(string id, bool payloads, CancellationToken cancellation) =>
        GetAsync<HistoryView>($"api/runs/{Escape(id)}/history?payloads={(payloads ? 1 : 0)}", cancellation);

    /// <summary>The change that the run made so far, as a patch.</summary>
    public async Task<string> DiffAsync(string id, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri($"api/runs/{Escape(id)}/diff", UriKind.Relative), cancellation);
        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>The output of agents and checks from a byte on; empty when there is nothing new.</summary>
    public async Task<byte[]> LogsAsync(string id, long offset, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/runs/{Escape(id)}/logs");
        request.Headers.Range = new RangeHeaderValue(offset, null);
        using var answer = await _http.SendAsync(request, cancellation);
        if (answer.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.NoContent)
        {
            return [];
        }

        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>Sends a signal: <c>pause</c>, <c>resume</c> or <c>cancel</c>.</summary>
    public async Task SignalAsync(string id, string signal, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync($"api/runs/{Escape(id)}/{signal}", new ControlBody(Environment.UserName), ApiJson.Tolerant, cancellation);
        await CheckAsync(answer, cancellation);
    }

    /// <summary>Finds the run that an id or the unique beginning of one means.</summary>
    public async Task<RunView> FindAsync(string idOrPrefix, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri($"api/runs/{Escape(idOrPrefix)}", UriKind.Relative), cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            return await ReadAsync<RunView>(answer, cancellation);
        }

        var candidates = await RunsAsync($"idPrefix={Escape(idOrPrefix)}", cancellation);
        return candidates switch
        {
            [var only] => await RunAsync(only.Id, cancellation),
            [] => throw new CommandException(ExitCodes.Usage, $"No run has the id '{idOrPrefix}', or one that begins like this. `aidp ps --all` lists the runs."),
            _ => throw new CommandException(ExitCodes.Usage, $"'{idOrPrefix}' could be {string.Join(" or ", candidates.Take(5).Select(run => run.Id))}. Give more of the id."),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        return await ReadAsync<T>(answer, cancellation);
    }

    static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadFromJsonAsync<T>(ApiJson.Tolerant, cancellation) ?? throw new CommandException(ExitCodes.Failed, "The host answered with nothing.");
    }

    static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var exitCode = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCodes.AuthenticationNeeded,
            < HttpStatusCode.InternalServerError => ExitCodes.Usage,
            _ => ExitCodes.Failed,
        };
        throw new CommandException(exitCode, await ReasonAsync(answer, cancellation));
    }

    static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<ProblemDetails>(ApiJson.Tolerant, cancellation);
            return $"{problem?.Title} {problem?.Detail}";
        }
        catch (JsonException)
        {
            return $"The host answered {(int)answer.StatusCode} {answer.ReasonPhrase}.";
        }
    }

    static string Escape(string text) => Uri.EscapeDataString(text);
}
