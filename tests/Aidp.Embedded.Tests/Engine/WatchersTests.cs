using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

public sealed class WatchersTests
{
    [Fact]
    public async Task Wait_ThatBeginsWhileTheEngineStops_EndsLikeTheOthers()
    {
        var watchers = new Watchers();
        watchers.Fail(new EngineStoppedException("The engine has stopped."));

        var wait = watchers.WaitAsync("id", status => status == OrchestrationRuntimeStatus.Completed, () => OrchestrationRuntimeStatus.Running, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<EngineStoppedException>(() => wait.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }
}
