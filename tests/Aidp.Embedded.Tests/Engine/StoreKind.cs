namespace Aidp.Embedded.Tests.Engine;

/// <summary>The stores that every test of the engine runs on.</summary>
public enum StoreKind
{
    Memory,
    Sqlite,
}
