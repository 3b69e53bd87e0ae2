using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Disk;

/// <summary>A run of random commits to a store on a recorded disk, cut off without being closed.</summary>
sealed class RecordedRun : IDisposable
{
    public const string FileName = "store.db";

    const int Length = 40;

    readonly List<Acknowledged> _commits = [];
    readonly string _folder;
    HostRow _host = null!;

    /// <summary>Makes a run in a folder of its own.</summary>
    public RecordedRun(string folder, Random random, bool syncAlways = true)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        Disk = RecordingVfs.Watch(folder);
        var path = Path.Combine(folder, FileName);
        using var store = SqliteStore.Open(path, syncAlways, largePayloadLength: 10_000);
        var work = new RandomWork(random);
        Acknowledge(store);
        for (var i = 0; i < Length; i++)
        {
            work.Commit(store);
            Acknowledge(store);
            if (random.Next(8) == 0)
            {
                RandomWork.Checkpoint(path);
            }
        }

        Operations = Disk.Count;
        store.Crash();
    }

    /// <summary>The disk.</summary>
    public RecordedDisk Disk { get; }

    /// <summary>The number of operations until the cut.</summary>
    public int Operations { get; private set; }

    /// <summary>The commits, after the empty store.</summary>
    public IReadOnlyList<Acknowledged> Commits => _commits;

    /// <summary>Copies all that was written.</summary>
    public void Copy(string target)
    {
        foreach (var name in new[] { FileName, FileName + "-wal" })
        {
            File.Copy(Path.Combine(_folder, name), Path.Combine(target, name));
        }
    }

    /// <summary>Leaves the mark of the last acknowledged commit beside a store, as a host does.</summary>
    public void Mark(string path, Acknowledged commit)
    {
        using var owner = StoreLock.Take(path);
        owner.Acknowledge(_host with { Commits = commit.Number });
    }

    public void Dispose() => Disk.Dispose();

    void Acknowledge(SqliteStore store)
    {
        _host = store.Host;
        _commits.Add(new(_host.Commits, Disk.Count, RandomWork.Digest(store)));
    }

    /// <summary>A commit that was acknowledged.</summary>
    /// <param name="Number">How many there were.</param>
    /// <param name="End">The operations of the disk until then.</param>
    /// <param name="Digest">What the store held.</param>
    public sealed record Acknowledged(long Number, int End, string Digest);
}
