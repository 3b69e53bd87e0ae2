using System.Reflection;
using Aidp.Embedded.Dispatch;
using Xunit.Sdk;
using Xunit.v3;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>Runs a theory on both stores, replaying at every await and staying in memory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinatorialStoresAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) => new(
    [
        new TheoryDataRow(StoreKind.Memory, Eviction.AtEveryAwait),
        new TheoryDataRow(StoreKind.Memory, Eviction.WhenIdle),
        new TheoryDataRow(StoreKind.Sqlite, Eviction.AtEveryAwait),
        new TheoryDataRow(StoreKind.Sqlite, Eviction.WhenIdle),
    ]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
