using Aidp.Activities.Tests.Steps;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Orchestrations.Steps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Aidp.Activities.Tests;

public sealed class RunWatchTests
{
    static readonly StepContext _step = new() { Run = "r1", Instance = "r1:loop", Iteration = 1, Number = 2 };

    readonly Mock<DurableTaskClient> _client = new("test");
    readonly Mock<ILogger> _log = new();
    readonly FakeTimeProvider _time = new();

    public RunWatchTests() => _log.Setup(log => log.IsEnabled(It.IsAny<LogLevel>())).Returns(true);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_LookGivenUpInTheClientsOwnWay_EndsQuietly()
    {
        var looking = new TaskCompletionSource();
        var looks = 0;
        _client.Setup(client => client.GetInstanceAsync("r1:loop", true, It.IsAny<CancellationToken>())).Returns(async (string _, bool _, CancellationToken given) =>
        {
            if (++looks == 1)
            {
                return Running();
            }

            looking.SetResult();
            await Task.Delay(Timeout.Infinite, given).ContinueWith(static _ => { }, TaskScheduler.Default);
            throw new InvalidOperationException("Call canceled by the client.");
        });
        var watch = await StartAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(1));
        await looking.Task.WaitAsync(Stop);

        await watch.DisposeAsync();

        Assert.DoesNotContain(_log.Invocations, call => call.Method.Name == nameof(ILogger.Log));
    }

    [Fact]
    public async Task Start_GivenUpInTheClientsOwnWay_IsCancelled()
    {
        using var given = new CancellationTokenSource();
        _client.Setup(client => client.GetInstanceAsync("r1:loop", true, It.IsAny<CancellationToken>())).Returns(async () =>
        {
            await given.CancelAsync();
            throw new InvalidOperationException("Call canceled by the client.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StartAsync(given.Token));
    }

    [Fact]
    public async Task Look_StoreAwayForAMoment_IsLoggedAndTriedAgain()
    {
        var again = new TaskCompletionSource();
        var looks = 0;
        _client.Setup(client => client.GetInstanceAsync("r1:loop", true, It.IsAny<CancellationToken>())).Returns(async () =>
        {
            if (++looks == 1)
            {
                throw new OperationCanceledException("The call took too long.");
            }

            again.SetResult();
            return await Task.FromResult<OrchestrationMetadata?>(null);
        });
        await using var watch = await StartAsync(Stop);
        Assert.Single(_log.Invocations, call => call.Method.Name == nameof(ILogger.Log));

        _time.Advance(TimeSpan.FromSeconds(1));
        await again.Task.WaitAsync(Stop);
        await Task.Delay(Timeout.Infinite, watch.Cancelled).ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Stop);
    }

    static OrchestrationMetadata? Running() => new("WorkLoop", "r1:loop") { RuntimeStatus = OrchestrationRuntimeStatus.Running, DataConverter = new PlainConverter() };

    Task<RunWatch> StartAsync(CancellationToken cancellation) => RunWatch.StartAsync(_client.Object, _step, _time, _log.Object, cancellation);
}
