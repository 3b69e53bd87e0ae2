using Aidp.Embedded.Store;
using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>A store that outlasts its engines: memory as it is, a file by being left without warning and opened again.</summary>
sealed class LastingStore : IDisposable
{
    readonly int _largePayloadLength;
    readonly string? _folder;

    public LastingStore(StoreKind kind, int largePayloadLength = 16 * 1024)
    {
        _largePayloadLength = largePayloadLength;
        _folder = kind == StoreKind.Sqlite ? Directory.CreateTempSubdirectory("aidp-simulation-").FullName : null;
        Present = Open();
    }

    /// <summary>The store as the present engine has it.</summary>
    public OrchestrationStore Present { get; private set; }

    /// <summary>Gives it to the next engine, as after the end of a process.</summary>
    public void Reopen()
    {
        if (Present is SqliteStore file)
        {
            file.Crash();
            Present = Open();
        }
    }

    public void Dispose()
    {
        Present.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    OrchestrationStore Open() => _folder is null
        ? new MemoryStore(_largePayloadLength)
        : SqliteStore.Open(Path.Combine(_folder, "store.db"), syncAlways: false, _largePayloadLength);
}
