using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Moq;

namespace Aidp.Activities.TestHost;

/// <summary>A client to whom every instance runs.</summary>
static class RunningClient
{
    public static DurableTaskClient Create()
    {
        var client = new Mock<DurableTaskClient>("test");
        var converter = new Mock<DataConverter> { CallBase = true };
        client.Setup(known => known.GetInstanceAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>())).ReturnsAsync(() =>
            new OrchestrationMetadata("WorkLoop", "r1:loop") { RuntimeStatus = OrchestrationRuntimeStatus.Running, DataConverter = converter.Object });
        return client.Object;
    }
}
