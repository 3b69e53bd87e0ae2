using Aidp.Functions.Api;
using Aidp.Functions.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Moq;

namespace Aidp.Functions.Tests.Api;

public sealed class ApiGateTests
{
    const string Key = "the-full-key";

    readonly Mock<ILogger<ApiGate>> _log = new();

    public ApiGateTests() => _log.Setup(log => log.IsEnabled(It.IsAny<LogLevel>())).Returns(true);

    [Fact]
    public async Task Answer_ClientGoneAndStoreReportsItInItsOwnWay_IsNoFault()
    {
        using var aborted = new CancellationTokenSource();
        var answer = await AnswerAsync(
            async _ =>
            {
                await aborted.CancelAsync();
                throw new InvalidOperationException("Call canceled by the client.");
            },
            aborted.Token);

        Assert.Equal(StatusCodes.Status499ClientClosedRequest, Assert.IsType<StatusCodeHttpResult>(answer).StatusCode);
        Assert.DoesNotContain(_log.Invocations, call => call.Method.Name == nameof(ILogger.Log));
    }

    [Fact]
    public async Task Answer_StoreFailsWhileClientWaits_IsAFaultThatIsLogged()
    {
        var answer = await AnswerAsync(_ => throw new InvalidOperationException("The store is away."), CancellationToken.None);

        Assert.Equal("urn:aidp:problem:fault", Assert.IsType<ProblemHttpResult>(answer).ProblemDetails.Type);
        Assert.Single(_log.Invocations, call => call.Method.Name == nameof(ILogger.Log));
    }

    Task<IResult> AnswerAsync(Func<CancellationToken, Task<IResult>> answer, CancellationToken aborted)
    {
        var context = new DefaultHttpContext { RequestAborted = aborted };
        context.Request.Headers[KeyFilter.Header] = Key;
        var options = Mock.Of<IOptionsMonitor<KeyOptions>>(monitor => monitor.CurrentValue == new KeyOptions { Full = Key });
        var store = new FileKeyStore(Path.Combine(Path.GetTempPath(), "aidp-no-such-keys.json"), TimeProvider.System);
        return new ApiGate(new KeyFilter(options, store), _log.Object).AnswerAsync(context.Request, ApiAccess.Read, answer);
    }
}
