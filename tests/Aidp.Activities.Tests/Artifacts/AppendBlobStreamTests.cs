using System.Net;
using System.Text;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Tests.Processes;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Activities.Tests.Artifacts;

public sealed class AppendBlobStreamTests
{
    readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Write_StoreThatWasAwayForAMoment_KeepsEverythingInOrder()
    {
        using var server = new Server { Failures = 1 };
        var stream = Open(server);

        await WriteAsync(stream, "first ");
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => server.Failures == 0, "the store is asked");
        await WriteAsync(stream, "second");
        await stream.DisposeAsync();

        Assert.Equal("first second", server.Stored);
    }

    [Fact]
    public async Task Write_FullBlockThatTheStoreRefuses_IsSaidAndSentWithTheNext()
    {
        using var server = new Server { Failures = 1 };
        var (stream, block) = (Open(server), new string('x', 1 << 20));

        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(stream, block));
        await WriteAsync(stream, "rest");
        await stream.DisposeAsync();

        Assert.Equal(block + "rest", server.Stored);
    }

    [Fact]
    public async Task Dispose_StoreThatIsAway_SaysSo()
    {
        using var server = new Server { Failures = int.MaxValue };
        var stream = Open(server);
        await WriteAsync(stream, "lost");

        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => stream.DisposeAsync().AsTask());
        await stream.DisposeAsync();
    }

    static async Task WriteAsync(AppendBlobStream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    AppendBlobStream Open(Server server)
    {
        var options = new BlobClientOptions { Transport = new HttpClientTransport(server), Retry = { MaxRetries = 0 } };
        return new AppendBlobStream(new AppendBlobClient(new Uri("http://127.0.0.1/container/blob"), options), _time);
    }

    /// <summary>A store that answers as Azure does, and is away for the first few times.</summary>
    sealed class Server : HttpMessageHandler
    {
        readonly StringBuilder _stored = new();

        public int Failures { get; set; }

        public string Stored => _stored.ToString();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Failures > 0)
            {
                Failures--;
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request };
            }

            _stored.Append(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.Created)
            {
                RequestMessage = request,
                Headers = { { "x-ms-blob-append-offset", "0" }, { "x-ms-blob-committed-block-count", "1" }, { "x-ms-request-server-encrypted", "true" } },
                Content = new ByteArrayContent([]) { Headers = { { "Last-Modified", "Wed, 25 Nov 2026 12:00:00 GMT" } } },
            };
        }
    }
}
