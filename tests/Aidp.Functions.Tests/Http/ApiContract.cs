using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Aidp.Functions.Tests.Http;

/// <summary>What the tests of the API share: they know addresses and JSON, and nothing of what answers.</summary>
[Trait("Category", "HttpContract")]
public abstract class ApiContract(ApiHost host) : IClassFixture<ApiHost>, IDisposable
{
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    readonly Lazy<TestRepository> _repository = new(TestRepository.Create);

    protected ApiHost Host { get; } = host;

    protected HttpClient Client { get; } = host.CreateClient();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A body for a run of an agent that adds a line, until there are two.</summary>
    protected Dictionary<string, object> Body(string? id = null, string agent = "cat > /dev/null; echo line >> progress.txt; echo 'STATUS: COMPLETE'") => Body(_repository.Value, id, agent);

    /// <summary>The same for a repository of a test's own.</summary>
    internal static Dictionary<string, object> Body(TestRepository repository, string? id, string agent, int lines = 2)
    {
        var body = new Dictionary<string, object>
        {
            ["task"] = "Write two lines. 漢字 🎉",
            ["repository"] = new { location = repository.Folder, baseCommit = repository.Commit, baseBranch = "main" },
            ["settings"] = new
            {
                agents = new[] { new { name = "command", command = agent } },
                checks = new[] { new { name = "lines", run = $"test \"$(wc -l < progress.txt)\" -ge {lines}" } },
                maxIterations = lines + 3,
            },
        };
        if (id is not null)
        {
            body["id"] = id;
        }

        return body;
    }

    protected static string NewId() => $"test-{Guid.NewGuid():n}";

    protected async Task<JsonElement> StartAsync(Dictionary<string, object> body)
    {
        using var answer = await Client.PostAsJsonAsync("api/runs", body, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await JsonAsync(answer);
    }

    protected async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> reached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(_patience);
        while (true)
        {
            var run = await GetAsync($"api/runs/{id}");
            if (reached(run))
            {
                return run;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    protected Task<JsonElement> EndAsync(string id) => UntilAsync(id, run => run.GetProperty("finished").GetBoolean());

    protected async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancellation);

    protected static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    protected async Task AssertProblemAsync(HttpRequestMessage request, int status, string type)
    {
        using (request)
        {
            using var answer = await Client.SendAsync(request, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} instead of {status}: {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal($"urn:aidp:problem:{type}", JsonElement.Parse(text).GetProperty("type").GetString());
        }
    }

    protected static HttpRequestMessage Post(string path, string json, string contentType = "application/json") =>
        new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, contentType) };

    public void Dispose()
    {
        Client.Dispose();
        if (_repository.IsValueCreated)
        {
            _repository.Value.Dispose();
        }
    }
}
