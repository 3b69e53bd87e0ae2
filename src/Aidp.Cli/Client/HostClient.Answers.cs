using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aidp.Functions.Api;
using Microsoft.AspNetCore.Mvc;

namespace Aidp.Cli.Client;

sealed partial class HostClient
{
    async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        return await ReadAsync<T>(answer, cancellation);
    }

    async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellation)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, ApiJson.Tolerant, cancellation);
        return await ReadAsync<T>(answer, cancellation);
    }

    async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _http.DeleteAsync(new Uri(path, UriKind.Relative), cancellation);
        await CheckAsync(answer, cancellation);
    }

    static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await CheckAsync(answer, cancellation);
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(ApiJson.Tolerant, cancellation) ?? throw new JsonException("It is empty.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new CommandException(ExitCodes.Failed, $"{Address(answer)} answers, but not as an Aidp host of this version does: {e.Message}", e);
        }
    }

    static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        throw (int)answer.StatusCode switch
        {
            401 => new CommandException(ExitCodes.AuthenticationNeeded, $"{Address(answer)} wants a key{(answer.RequestMessage?.Headers.Contains(Functions.Keys.KeyFilter.Header) == true ? " that it knows: this one is wrong or revoked" : "")}. Give it in {RemoteHost.KeyVariable} or with --key-file FILE; `aidp keys create` makes one on the host's machine."),
            403 => new CommandException(ExitCodes.AuthenticationNeeded, await ReasonAsync(answer, cancellation)),
            >= 300 and < 400 => new CommandException(ExitCodes.Usage, $"{Address(answer)} sends its clients on to {answer.Headers.Location}. Give that address, if you trust it with the key."),
            < 500 => new CommandException(ExitCodes.Usage, await ReasonAsync(answer, cancellation)),
            _ => new CommandException(ExitCodes.Failed, await ReasonAsync(answer, cancellation)),
        };
    }

    static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            if (await answer.Content.ReadFromJsonAsync<ProblemDetails>(ApiJson.Tolerant, cancellation) is { Title: not null } problem)
            {
                return $"{problem.Title} {problem.Detail}";
            }
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Said below.
        }

        return answer.StatusCode == HttpStatusCode.NotFound
            ? $"{Address(answer)} does not know {answer.RequestMessage?.RequestUri?.AbsolutePath}: it is no Aidp host, or one of another version."
            : $"{Address(answer)} answered {(int)answer.StatusCode} {answer.ReasonPhrase}.";
    }

    static string Address(HttpResponseMessage answer) =>
        answer.RequestMessage?.RequestUri is { Host: not SocketHandler.HostName } url ? url.GetLeftPart(UriPartial.Authority) : "The host";
}
