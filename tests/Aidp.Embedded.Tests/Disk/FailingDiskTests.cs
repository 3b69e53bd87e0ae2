using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Store;
using Aidp.Embedded.Tests.Engine;
using Aidp.Embedded.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Embedded.Tests.Disk;

/// <summary>The disk refuses a sync, or has no room: the engine acknowledges nothing any more and ends, and its host with it.</summary>
public sealed class FailingDiskTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-failing-").FullName;
    readonly RecordedDisk _disk;

    public FailingDiskTests() => _disk = RecordingVfs.Watch(_folder);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string StorePath => Path.Combine(_folder, "store.db");

    [Theory]
    [InlineData(false, "cannot be written or read")]
    [InlineData(true, "is full")]
    public async Task Engine_WhoseDiskFails_StopsAndKeepsWhatItAcknowledged(bool isFull, string expected)
    {
        var functions = new ToyFunctions().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("go"));
        var options = new EmbeddedEngineOptions { StorePath = StorePath };
        List<string> acknowledged = [];
        await using (var engine = new DurableEngine(functions.Registry, options, TimeProvider.System, NullLoggerFactory.Instance))
        {
            await engine.StartAsync(Cancellation);
            acknowledged.Add(await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation));
            (_disk.GoodSyncs, _disk.Room) = isFull ? (int.MaxValue, 200_000) : (5, long.MaxValue);

            await Assert.ThrowsAsync<EngineStoppedException>(async () =>
            {
                for (var i = 0; i < 1_000; i++)
                {
                    acknowledged.Add(await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", new string('x', 1_000), Cancellation));
                }
            });

            Assert.Contains(expected, (await Assert.ThrowsAsync<StoreException>(() => engine.Completion.WaitAsync(TimeSpan.FromSeconds(60), Cancellation))).Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<EngineStoppedException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation));
            (_disk.GoodSyncs, _disk.Room) = (int.MaxValue, long.MaxValue);
        }

        using var store = SqliteStore.Open(StorePath);
        Assert.All(acknowledged, id => Assert.NotNull(store.Find(id)));
    }

    [Fact]
    public async Task Host_AfterAFailedSync_Stops()
    {
        await using var host = await TestHost.StartAsync(options => options.Engine.StorePath = StorePath);
        var stopping = new TaskCompletionSource();
        using var registration = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        _disk.GoodSyncs = 0;

        await Assert.ThrowsAsync<EngineStoppedException>(() => host.Services.GetRequiredService<DurableTaskClient>().ScheduleNewOrchestrationInstanceAsync("Wait", Cancellation));

        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Contains("cannot be written or read", (await Assert.ThrowsAsync<StoreException>(host.StopAsync)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _disk.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
