using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Store;

public sealed class MemoryStoreTests : OrchestrationStoreContract
{
    internal override OrchestrationStore Store { get; } = new MemoryStore();

    protected override void Dispose(bool disposing) => Store.Dispose();
}
