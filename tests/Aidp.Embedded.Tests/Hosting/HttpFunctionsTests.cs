using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class HttpFunctionsTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/guests/ada/3", """{"name":"ada","visits":3}""")]
    [InlineData("/api/GUESTS/ada", """{"name":"ada","visits":7}""")]
    [InlineData("/api/guests/a%20b", """{"name":"a b","visits":7}""")]
    public async Task Get_RouteWithValues_BindsThemByName(string path, string expected)
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(expected, await host.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData("GET", "/api/guests/ada/many")]
    [InlineData("DELETE", "/api/guests/ada")]
    [InlineData("GET", "/guests/ada")]
    [InlineData("POST", "/api/scope")]
    public async Task Send_OtherMethodOrPath_NotFoundAsOnTheFunctionsHost(string method, string path)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(new(method), path);
        using var response = await host.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Put_SameRouteAsGet_AnswersItsOwnMethod()
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.Http.PutAsJsonAsync("/api/guests/ada", new Guest("Ada", 2), Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("""{"name":"Ada","visits":2}""", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    public async Task Send_NoMethodsNamed_AnswersAllUnderTheFunctionsName(string method)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(new(method), "/api/Ping");
        using var response = await host.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{typeof(TestFunctions).FullName}.Ping", response.Headers.GetValues("x-function").Single());
    }

    [Fact]
    public async Task Get_ConstructorInjection_OneScopePerInvocation()
    {
        await using var host = await TestHost.StartAsync();
        var first = await host.Http.GetFromJsonAsync<Guid>("/api/scope", Cancellation);
        var second = await host.Http.GetFromJsonAsync<Guid>("/api/scope", Cancellation);
        Assert.NotEqual(Guid.Empty, first);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("/api/ids/0f8fad5bd9cb469fa16570867728950e", HttpStatusCode.OK)]
    [InlineData("/api/ids/seven", HttpStatusCode.BadRequest)]
    [InlineData("/api/files/a/b/c", HttpStatusCode.OK)]
    [InlineData("/api/files", HttpStatusCode.OK)]
    public async Task Get_ValueInPath_ConvertedOrRefused(string path, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Get_RoutePrefixEmptyInHostJson_RoutesStandAlone()
    {
        using var folder = new TestFolder();
        var path = folder.Write("host.json", """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } } // comment""");
        await using var host = await TestHost.StartAsync(options => options.HostJsonPath = path);
        Assert.Equal("""{"name":"ada","visits":7}""", await host.Http.GetStringAsync(new Uri("/guests/ada", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Get_JsonOptionsOfTheApplication_AreUsed()
    {
        await using var host = await TestHost.StartAsync(build: builder =>
            builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper));
        Assert.Equal("""{"NAME":"ada","VISITS":7}""", await host.Http.GetStringAsync(new Uri("/api/guests/ada", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Get_OverUnixSocket_Answers()
    {
        using var folder = new TestFolder();
        var socket = Path.Combine(folder.Path, "s");
        await using var host = await TestHost.StartAsync(build: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket)));
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler);
        Assert.Equal("""{"name":"ada","visits":7}""", await http.GetStringAsync(new Uri("http://localhost/api/guests/ada"), Cancellation));
    }
}
