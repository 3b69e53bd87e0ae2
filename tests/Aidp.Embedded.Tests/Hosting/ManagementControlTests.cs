using System.Net;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Functions;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class ManagementControlTests : IAsyncLifetime
{
    TestHost _host = null!;
    ManagementClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _api = new(_host.Http);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Event_Json_ReachesTheOrchestration()
    {
        await _api.StartAsync("Wait", "one", until: "Running");
        await ExpectAsync(HttpStatusCode.Accepted, _api.PostAsync("/instances/one/raiseEvent/GO", "\"now\""));
        Assert.Equal("got now", (string?)(await _api.UntilAsync("one", "Completed"))["output"]);
    }

    [Theory]
    [InlineData("now", "text/plain")]
    [InlineData("{", "application/json")]
    [InlineData("", "application/json")]
    public async Task Event_NotJson_BadRequest(string body, string type)
    {
        await _api.StartAsync("Wait", "one", until: "Running");
        await ExpectAsync(HttpStatusCode.BadRequest, _api.PostAsync("/instances/one/raiseEvent/go", body, type));
    }

    [Fact]
    public async Task SuspendAndResume_Running_ChangeTheStatus()
    {
        await _api.StartAsync("Wait", "one", until: "Running");
        await ExpectAsync(HttpStatusCode.Accepted, _api.PostAsync("/instances/one/suspend?reason=lunch"));
        await _api.UntilAsync("one", "Suspended");
        await ExpectAsync(HttpStatusCode.Accepted, _api.PostAsync("/instances/one/resume?reason=back"));
        await _api.UntilAsync("one", "Running");
    }

    [Fact]
    public async Task Terminate_Running_ReasonIsTheOutput()
    {
        await _api.StartAsync("Wait", "one", until: "Running");
        await ExpectAsync(HttpStatusCode.Accepted, _api.PostAsync("/instances/one/terminate?reason=enough%20now"));
        Assert.Equal("enough now", (string?)(await _api.UntilAsync("one", "Terminated"))["output"]);
    }

    [Theory]
    [InlineData("terminate")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("raiseEvent/go")]
    public async Task Any_Ended_GoneWhateverTheBody(string operation)
    {
        await _api.StartAsync("Hello", "done", """{"Name":"Ada"}""");
        await ExpectAsync(HttpStatusCode.Gone, _api.PostAsync($"/instances/done/{operation}", "not json", "text/plain"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?restartWithNewInstanceId=true", false)]
    [InlineData("?restartWithNewInstanceId=false", true)]
    public async Task Restart_Ended_SameInputUnderNewOrSameId(string query, bool same)
    {
        await _api.StartAsync("Hello", "done", """{"Name":"Ada"}""");
        using var response = await _api.PostAsync("/instances/done/restart" + query);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = (string)(await ManagementClient.JsonAsync(response))["id"]!;
        Assert.Equal(same, id == "done");
        Assert.Equal("Ada", (string?)(await _api.UntilAsync(id, "Completed"))["input"]!["Name"]);
    }

    [Fact]
    public async Task Start_OfAnUnknownFunction_BadRequest_NamesTheKnownOnes()
    {
        using var answer = await _api.PostAsync("/orchestrators/Nothing/one");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = await ManagementClient.JsonAsync(answer);
        Assert.Equal("One or more of the arguments submitted is incorrect", (string?)error["Message"]);
        Assert.Contains("The function 'Nothing' doesn't exist", (string?)error["ExceptionMessage"], StringComparison.Ordinal);
        await ExpectAsync(HttpStatusCode.NotFound, _api.GetAsync("/instances/one"));
    }

    [Fact]
    public async Task Restart_Unknown_BadRequest() => await ExpectAsync(HttpStatusCode.BadRequest, _api.PostAsync("/instances/nobody/restart"));

    [Fact]
    public async Task Purge_Ended_GoneForGood()
    {
        await _api.StartAsync("Hello", "done", """{"Name":"Ada"}""");
        using var purged = await _api.DeleteAsync("/instances/done");
        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);
        Assert.Equal("""{"instancesDeleted":1}""", (await ManagementClient.JsonAsync(purged)).ToJsonString());
        await ExpectAsync(HttpStatusCode.NotFound, _api.GetAsync("/instances/done"));
    }

    [Theory]
    [InlineData("?createdTimeFrom=2001-01-01T00:00:00Z", HttpStatusCode.OK)]
    [InlineData("?createdTimeFrom=2001-01-01T00:00:00Z&runtimeStatus=Failed,Completed", HttpStatusCode.OK)]
    [InlineData("?createdTimeFrom=2001-01-01T00:00:00Z&runtimeStatus=Failed", HttpStatusCode.NotFound)]
    [InlineData("?createdTimeFrom=2001-01-01T00:00:00Z&createdTimeTo=2002-01-01T00:00:00Z", HttpStatusCode.NotFound)]
    [InlineData("?createdTimeFrom=2001-01-01T00:00:00Z&runtimeStatus=Broken", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?createdTimeFrom=yesterday", HttpStatusCode.BadRequest)]
    public async Task PurgeMany_Filter_DecidesWhatGoes(string query, HttpStatusCode expected)
    {
        await _api.StartAsync("Hello", "a", """{"Name":"Ada"}""");
        await _api.StartAsync("Hello", "b", """{"Name":"Ada"}""");
        using var response = await _api.DeleteAsync("/instances" + query);
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Equal("""{"instancesDeleted":2}""", (await ManagementClient.JsonAsync(response)).ToJsonString());
        }
    }

    [Theory]
    [InlineData("", new[] { "a1", "a2", "b1" })]
    [InlineData("?instanceIdPrefix=a", new[] { "a1", "a2" })]
    [InlineData("?runtimeStatus=Running", new[] { "b1" })]
    [InlineData("?runtimeStatus=Completed,Failed", new[] { "a1", "a2" })]
    [InlineData("?createdTimeTo=2001-01-01T00:00:00Z", new string[0])]
    [InlineData("?createdTimeFrom=2001-01-01T00:00:00Z", new[] { "a1", "a2", "b1" })]
    public async Task List_Filter_DecidesWhatIsShown(string query, string[] expected)
    {
        await StartThreeAsync();
        using var response = await _api.GetAsync("/instances" + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, (await ManagementClient.JsonAsync(response)).AsArray().Select(instance => (string)instance!["instanceId"]!).Order());
    }

    [Fact]
    public async Task List_Top_PagesByContinuationToken()
    {
        await StartThreeAsync();
        List<string> found = [];
        string? token = null;
        do
        {
            using var response = await _api.SendAsync(HttpMethod.Get, "/instances?top=2&showInput=false", continuation: token);
            var page = (await ManagementClient.JsonAsync(response)).AsArray();
            Assert.InRange(page.Count, 0, 2);
            Assert.All(page, instance => Assert.Null(instance!["input"]));
            found.AddRange(page.Select(instance => (string)instance!["instanceId"]!));
            token = response.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
        }
        while (token is not null && found.Count < 10);
        Assert.Equal(["a1", "a2", "b1"], found.Order());
    }

    [Fact]
    public async Task MakePrimary_Always_Ok() => await ExpectAsync(HttpStatusCode.OK, _api.PostAsync("/makeprimary"));

    [Fact]
    public async Task CreateHttpManagementPayload_FromAFunction_AddressesWork()
    {
        using var started = await _host.Http.PostAsync(new Uri("/api/hello/mine", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var links = await ManagementClient.JsonAsync(started);
        await _api.UntilAsync("mine", "Completed");
        await ExpectAsync(HttpStatusCode.OK, _host.Http.GetAsync(new Uri((string)links["statusQueryGetUri"]!), TestContext.Current.CancellationToken));
        Assert.Contains("/rewind?", _host.Services.GetRequiredService<DurableTaskClient>().CreateHttpManagementPayload("mine").RewindPostUri, StringComparison.Ordinal);
    }

    async Task StartThreeAsync()
    {
        await _api.StartAsync("Hello", "a1", """{"Name":"Ada"}""");
        await _api.StartAsync("Hello", "a2", """{"Name":"Ada"}""");
        await _api.StartAsync("Wait", "b1", until: "Running");
    }

    static async Task ExpectAsync(HttpStatusCode expected, Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        Assert.Equal(expected, response.StatusCode);
    }
}
