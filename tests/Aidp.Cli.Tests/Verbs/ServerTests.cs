using System.Net;
using System.Net.Sockets;
using System.Text;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

/// <summary>Requests as no well-meaning client sends them, to the server that listens.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    readonly TestFolder _folder = new();
    readonly StateFolder _state;
    readonly TestTerminal _terminal;
    HostProcess _host = null!;

    public ServerTests()
    {
        _state = new StateFolder(_folder["state"]);
        _terminal = new TestTerminal(_folder);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Key => File.ReadAllText(_state.KeyFile).Trim();

    public async ValueTask InitializeAsync() => _host = await HostProcess.StartAsync(new HostSettings { State = _state, Port = 0 }, _terminal.Value, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _terminal.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:7071", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("aidp.example", 400)]
    [InlineData("127.0.0.1.aidp.example", 400)]
    [InlineData("localhost.", 400)]
    [InlineData("", 400)]
    public async Task Serve_NameThatIsNotOfThisMachine_IsNotAnswered(string name, int status) =>
        Assert.Equal(status, Status(await SendAsync($"GET /api/runs HTTP/1.1\r\nHost: {name}\r\nx-aidp-key: {Key}\r\nConnection: close\r\n\r\n")));

    [Theory]
    [InlineData("GET /api/runs HTTP/1.1\r\nHost: localhost\r\nOrigin: https://aidp.example\r\nx-aidp-key: KEY\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS /api/runs HTTP/1.1\r\nHost: localhost\r\nOrigin: https://aidp.example\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n")]
    public async Task Serve_RequestOfAnotherOrigin_IsNotLetIn(string request) =>
        Assert.DoesNotContain("Access-Control-", await SendAsync(request.Replace("KEY", Key, StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("GET /api/nothing")]
    [InlineData("PUT /api/runs")]
    [InlineData("POST /api/runs/x/y/z")]
    public async Task Serve_WhatNoFunctionAnswers_IsAProblemToo(string request)
    {
        var answer = await SendAsync($"{request} HTTP/1.1\r\nHost: localhost\r\nx-aidp-key: {Key}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Equal(404, Status(answer));
        Assert.Contains("urn:aidp:problem:no-such-address", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/runs/a%00b HTTP/1.1\r\nHost: localhost\r\n", 400)]
    [InlineData("GET /api/runs/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n", 404)]
    [InlineData("NONSENSE\r\n", 400)]
    [InlineData("GET /api/runs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", 401)]
    [InlineData("POST /api/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n", 400)]
    public async Task Serve_WhatIsNoRequest_IsRefused(string head, int status) => Assert.Equal(status, Status(await SendAsync(head + "Connection: close\r\n\r\n")));

    [Fact]
    public async Task Serve_FirstLineOrHeadersWithoutEnd_AreRefused()
    {
        Assert.Equal(414, Status(await SendAsync($"GET /api/runs/{new string('x', ServerLimits.MostLineBytes)} HTTP/1.1\r\nHost: localhost\r\n\r\n")));
        Assert.Equal(431, Status(await SendAsync($"GET /api/runs HTTP/1.1\r\nHost: localhost\r\nx-long: {new string('x', ServerLimits.MostHeaderBytes)}\r\n\r\n")));
    }

    [Fact]
    public async Task Serve_BodyOfAHundredMegabytes_IsRefusedBeforeItComes()
    {
        var answer = await SendAsync($"POST /api/runs HTTP/1.1\r\nHost: localhost\r\nx-aidp-key: {Key}\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\nConnection: close\r\n\r\n");

        Assert.Equal(413, Status(answer));
        Assert.Contains("urn:aidp:problem:too-large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_LongBodyThatSaysNoLength_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = _host.Record.Url, DefaultRequestHeaders = { { "x-aidp-key", Key } } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/runs") { Content = new EndlessContent() };

        using var answer = await http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Serve_HeadersThatDoNotCome_EndTheConnection()
    {
        var answer = await SendAsync("GET /api/runs HTTP/1.1\r\nHost: localhost\r\nx-slow: ");

        Assert.True(answer.Length == 0 || Status(answer) == 408, answer);
    }

    async Task<string> SendAsync(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _host.Record.Url!.Port, Cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, Cancellation)) > 0)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Ended by the server before everything was sent; the answer is there.
        }

        return answer.ToString();
    }

    static int Status(string answer) => int.Parse(answer.Split(' ', 3)[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Spaces before JSON, more than the application takes and less than the server does: that one would close the connection, perhaps before its answer is read.</summary>
    sealed class EndlessContent : HttpContent
    {
        public EndlessContent() => Headers.ContentType = new("application/json");

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
            for (var sent = 0; sent < 10 << 20; sent += piece.Length)
            {
                await stream.WriteAsync(piece, TestContext.Current.CancellationToken);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
