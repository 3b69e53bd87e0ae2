using System.Net;
using System.Text.RegularExpressions;

namespace Aidp.Embedded.Tests.Hosting;

public sealed partial class ManagementApiTests : IAsyncLifetime
{
    TestHost _host = null!;
    ManagementClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _api = new(_host.Http);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/instances")]
    [InlineData("GET", "/instances/x")]
    [InlineData("POST", "/orchestrators/Hello")]
    [InlineData("DELETE", "/instances/x?code=wrong")]
    [InlineData("PUT", "/nothing")]
    public async Task Any_NoOrWrongKey_Unauthorized(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), ManagementClient.Base + path);
        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "/instances/x")]
    [InlineData("GET", "/orchestrators/Hello")]
    [InlineData("POST", "/instances")]
    [InlineData("POST", "/instances/x")]
    [InlineData("GET", "/instances/x/terminate")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/instances/x")]
    [InlineData("DELETE", "/instances/x")]
    [InlineData("POST", "/instances/x/terminate")]
    [InlineData("POST", "/instances/x/suspend")]
    [InlineData("POST", "/instances/x/resume")]
    [InlineData("POST", "/instances/x/raiseEvent/go")]
    [InlineData("DELETE", "/instances?createdTimeFrom=2001-01-01T00:00:00Z")]
    public async Task Any_UnknownRouteOrInstance_NotFound(string method, string path)
    {
        using var response = await _api.SendAsync(new(method), path, method == "POST" ? "1" : null);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/instances/x/rewind?reason=why", "Rewind is not supported")]
    [InlineData("GET", "/entities", "entities are not supported")]
    [InlineData("POST", "/entities/counter/$", "entities are not supported")]
    public async Task Any_LeftOut_NotImplementedWithTheReason(string method, string path, string reason)
    {
        using var response = await _api.SendAsync(new(method), path);
        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        Assert.Contains(reason, (string?)(await ManagementClient.JsonAsync(response))["Message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_New_AcceptedWithLinksThatWork()
    {
        using var response = await _api.PostAsync("/orchestrators/Hello/a b", """{"Name":"Ada"}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("10", response.Headers.GetValues("Retry-After").Single());
        var links = (await ManagementClient.JsonAsync(response)).AsObject();
        Assert.Equal(
            ["id", "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "purgeHistoryDeleteUri", "restartPostUri", "suspendPostUri", "resumePostUri"],
            links.Select(link => link.Key));
        Assert.Equal(new Uri((string)links["statusQueryGetUri"]!), response.Headers.Location);
        Assert.Equal("a b", (string?)links["id"]);
        var suffix = $"taskHub=TestHubName&connection=Storage&code={Uri.EscapeDataString(TestHost.Key)}";
        var instance = new Uri(_host.Http.BaseAddress!, $"{ManagementClient.Base}/instances/a%20b").AbsoluteUri;
        Assert.Equal($"{instance}?{suffix}", (string?)links["statusQueryGetUri"]);
        Assert.Equal($"{instance}/raiseEvent/{{eventName}}?{suffix}", (string?)links["sendEventPostUri"]);
        Assert.Equal($"{instance}/terminate?reason={{text}}&{suffix}", (string?)links["terminatePostUri"]);
        Assert.Equal($"{instance}/restart?{suffix}", (string?)links["restartPostUri"]);
        using var status = await _host.Http.GetAsync(response.Headers.Location, TestContext.Current.CancellationToken);
        Assert.True(status.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Start_WithTimeout_AnswersWithTheOutputWhenItEnds()
    {
        using var response = await _api.PostAsync("/orchestrators/Hello?timeout=30&pollingInterval=1", """{"Name":"Ada"}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""["Greet Ada of Oslo","Greet Ada of Rome"]""", (await ManagementClient.JsonAsync(response)).ToJsonString());
    }

    [Theory]
    [InlineData("/orchestrators/Wait?timeout=0&pollingInterval=0", null, HttpStatusCode.Accepted)]
    [InlineData("/orchestrators/Wait?timeout=1&pollingInterval=2", null, HttpStatusCode.BadRequest)]
    [InlineData("/orchestrators/Hello", "{", HttpStatusCode.BadRequest)]
    public async Task Start_Otherwise_SaysWhy(string path, string? input, HttpStatusCode expected)
    {
        using var response = await _api.PostAsync(path, input);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Start_IdThatRuns_ServerErrorAsTheRealExtension()
    {
        await _api.StartAsync("Wait", "busy", until: "Running");
        using var response = await _api.PostAsync("/orchestrators/Wait/busy");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("busy", (string?)(await ManagementClient.JsonAsync(response))["ExceptionMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_Running_AcceptedWithLocation()
    {
        await _api.StartAsync("Wait", "one", "\"in\"", "Running");
        using var response = await _api.GetAsync("/instances/one?showHistory=true");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("5", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal(new Uri(_host.Http.BaseAddress!, $"{ManagementClient.Base}/instances/one?showHistory=true"), response.Headers.Location);
        var status = (await ManagementClient.JsonAsync(response)).AsObject();
        Assert.Equal(["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime", "historyEvents"], status.Select(field => field.Key));
        Assert.Equal(("Wait", "one", "Running", "in"), ((string?)status["name"], (string?)status["instanceId"], (string?)status["runtimeStatus"], (string?)status["input"]));
        Assert.Equal("""{"Step":"waiting"}""", status["customStatus"]!.ToJsonString());
        Assert.Null(status["output"]);
        Assert.Matches(Seconds(), (string?)status["createdTime"]);
        Assert.Matches(Seconds(), (string?)status["lastUpdatedTime"]);
    }

    [Fact]
    public async Task Status_CompletedWithHistory_JoinsCallsWithTheirEnds()
    {
        await _api.StartAsync("Hello", "done", """{"Name":"Ada"}""");
        using var response = await _api.GetAsync("/instances/done?showHistory=true&showHistoryOutput=true");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.Location);
        var history = (await ManagementClient.JsonAsync(response))["historyEvents"]!.AsArray();
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "TaskCompleted", "ExecutionCompleted"], history.Select(entry => (string?)entry!["EventType"]));
        Assert.Equal(("Hello", "Greet", "Greet Ada of Oslo", "Completed"), ((string?)history[0]!["FunctionName"], (string?)history[1]!["FunctionName"], (string?)history[1]!["Result"], (string?)history[3]!["OrchestrationStatus"]));
        Assert.Equal("""{"Name":"Ada of Oslo","Visits":1}""", (string?)history[1]!["Input"]);
        Assert.NotNull(history[1]!["ScheduledTime"]);
        Assert.Equal("""["Greet Ada of Oslo","Greet Ada of Rome"]""", history[3]!["Result"]!.ToJsonString());
    }

    [Fact]
    public async Task Status_ShowInputFalse_LeavesInputsOut()
    {
        await _api.StartAsync("Hello", "quiet", """{"Name":"Ada"}""");
        using var response = await _api.GetAsync("/instances/quiet?showHistory=true&showInput=false");
        var status = await ManagementClient.JsonAsync(response);
        Assert.Null(status["input"]);
        Assert.All(status["historyEvents"]!.AsArray(), entry => Assert.False(entry!.AsObject().ContainsKey("Input") || entry.AsObject().ContainsKey("Result")));
    }

    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("?returnInternalServerErrorOnFailure=true", HttpStatusCode.InternalServerError)]
    public async Task Status_Failed_OkUnlessAskedOtherwise(string query, HttpStatusCode expected)
    {
        await _api.StartAsync("Fail", "bad", until: "Failed");
        using var response = await _api.GetAsync("/instances/bad" + query);
        Assert.Equal(expected, response.StatusCode);
        Assert.Contains("Throw always does", (string?)(await ManagementClient.JsonAsync(response))["output"], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    private static partial Regex Seconds();
}
