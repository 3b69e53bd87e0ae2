using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using System.Text.Json;
using Aidp.Benchmarks.Runs;

namespace Aidp.Benchmarks.Http;

/// <summary><c>aidp serve</c> in a process of its own, and a client of it.</summary>
sealed class ServingHost : IDisposable
{
    const string Agent = "cat > /dev/null; for i in $(seq 1 3000); do echo \"line $i\"; sleep 0.1; done";

    readonly Process _process;
    readonly HttpClient _http;
    readonly string _repository;
    readonly string _commit;

    ServingHost(Process process, HttpClient http, string repository, string commit) => (_process, _http, _repository, _commit) = (process, http, repository, commit);

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "What is returned owns them.")]
    public static async Task<ServingHost> StartAsync(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Guid.NewGuid().ToString("n"))).FullName;
        var repository = Directory.CreateDirectory(Path.Combine(folder, "repository")).FullName;
        AidpRun.Shell(repository, "git init -q && touch progress.txt && git add -A && git -c user.name=Ann -c user.email=ann@example.org commit -q -m Start && git rev-parse HEAD > ../commit");
        var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "aidp"), ["serve", "--port", "0", "--json", "--state", Path.Combine(folder, "state")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var said = JsonElement.Parse(await process.StandardOutput.ReadLineAsync() ?? "{}");
        var http = new HttpClient { BaseAddress = new Uri(said.GetProperty("url").GetString()!) };
        http.DefaultRequestHeaders.Add("x-aidp-key", (await File.ReadAllTextAsync(said.GetProperty("key").GetString()!)).Trim());
        return new(process, http, repository, (await File.ReadAllTextAsync(Path.Combine(folder, "commit"))).Trim());
    }

    /// <summary>Starts a run whose agent prints for five minutes.</summary>
    public async Task StartRunAsync(string id)
    {
        using var answer = await _http.PostAsJsonAsync("api/runs", new
        {
            id,
            task = "Be read.",
            repository = new { location = _repository, baseCommit = _commit },
            settings = new { agents = new[] { new { name = "command", command = Agent } } },
        });
        answer.EnsureSuccessStatusCode();
    }

    public async Task UntilAllWorkAsync(int runs)
    {
        for (var run = 0; run < runs; run++)
        {
            while (!(await ReadAsync($"bench-{run}")).Contains("APPLY_PATCH", StringComparison.Ordinal))
            {
                await Task.Delay(50);
            }
        }
    }

    public Task<string> ReadAsync(string id) => _http.GetStringAsync(new Uri($"api/runs/{id}", UriKind.Relative));

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
