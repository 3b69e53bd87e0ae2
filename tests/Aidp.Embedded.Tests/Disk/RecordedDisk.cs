namespace Aidp.Embedded.Tests.Disk;

/// <summary>What was done to the files of a folder, and what may be left of it after a power cut.</summary>
/// <param name="forget">Told when nothing is to be recorded any more.</param>
sealed class RecordedDisk(Action forget) : IDisposable
{
    /// <summary>What a disk writes wholly or not at all.</summary>
    const int Sector = 512;

    readonly Lock _lock = new();
    readonly List<Operation> _log = [];

    /// <summary>The bytes that may still be written before the disk is full.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>The syncs that succeed before all others fail.</summary>
    public int GoodSyncs { get; set; } = int.MaxValue;

    /// <summary>The number of operations so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _log.Count;
            }
        }
    }

    public void Open(string file) => Add(new(file, Kind.Open));

    public bool Write(string file, long offset, ReadOnlySpan<byte> bytes)
    {
        Room -= bytes.Length;
        return Room >= 0 && Add(new(file, Kind.Write, offset, bytes.ToArray()));
    }

    public void Truncate(string file, long size) => Add(new(file, Kind.Truncate, size));

    public bool Sync(string file) => GoodSyncs-- > 0 && Add(new(file, Kind.Sync));

    public void Delete(string file, bool isSynced) => Add(new(file, Kind.Delete, isSynced ? 1 : 0));

    public void Dispose() => forget();

    /// <summary>Writes down what is left after a power cut behind an operation: all that was synced, and of the rest, in any order, whole, torn or nothing.</summary>
    public void Cut(int at, string folder, Random random)
    {
        foreach (var file in _log.Take(at).GroupBy(operation => operation.File))
        {
            var operations = file.ToList();
            var deleted = operations.FindLastIndex(operation => operation.Kind == Kind.Delete && (IsFolderSynced(operation, at) || random.Next(2) == 0));
            operations.RemoveRange(0, deleted + 1);
            if (operations.Count == 0)
            {
                continue;
            }

            var synced = operations.FindLastIndex(operation => operation.Kind == Kind.Sync) + 1;
            if (synced == 0 && random.Next(2) == 0)
            {
                // Not even its name.
                continue;
            }

            var rest = operations.Skip(synced).Where(_ => random.Next(2) == 0).ToArray();
            if (random.Next(2) == 0)
            {
                random.Shuffle(rest);
            }

            using var target = new MemoryStream();
            operations.Take(synced).ToList().ForEach(operation => Apply(operation, target, null));
            Array.ForEach(rest, operation => Apply(operation, target, random.Next(2) == 0 ? random : null));
            File.WriteAllBytes(Path.Combine(folder, file.Key), target.ToArray());
        }
    }

    /// <summary>Whether a delete was made durable: by itself, or by the first sync of a new log, with which SQLite syncs the folder.</summary>
    bool IsFolderSynced(Operation delete, int at) =>
        delete.Offset == 1 || _log.Take(at).Skip(_log.IndexOf(delete)).Any(operation => operation.Kind == Kind.Sync && operation == _log.Find(first => first.Kind == Kind.Sync && first.File == operation.File));

    static void Apply(Operation operation, MemoryStream target, Random? tear)
    {
        switch (operation.Kind)
        {
            case Kind.Truncate:
                target.SetLength(operation.Offset);
                break;
            case Kind.Write:
                foreach (var (offset, bytes) in Sectors(operation).Where(_ => tear is null || tear.Next(2) == 0))
                {
                    target.Position = offset;
                    target.Write(bytes.Span);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The parts of a write that lie in different sectors; SQLite relies on the bytes beside a write staying what they are (SQLITE_IOCAP_POWERSAFE_OVERWRITE).</summary>
    static IEnumerable<(long Offset, ReadOnlyMemory<byte> Bytes)> Sectors(Operation write)
    {
        for (var done = 0; done < write.Bytes.Length;)
        {
            var length = (int)Math.Min(Sector - ((write.Offset + done) % Sector), write.Bytes.Length - done);
            yield return (write.Offset + done, write.Bytes.AsMemory(done, length));
            done += length;
        }
    }

    bool Add(Operation operation)
    {
        lock (_lock)
        {
            _log.Add(operation);
            return true;
        }
    }

    enum Kind
    {
        Open,
        Write,
        Truncate,
        Sync,
        Delete,
    }

    sealed class Operation(string file, Kind kind, long offset = 0, byte[]? bytes = null)
    {
        public string File { get; } = file;

        public Kind Kind { get; } = kind;

        /// <summary>The size for a truncation; 1 for a delete that was synced.</summary>
        public long Offset { get; } = offset;

        public byte[] Bytes { get; } = bytes ?? [];
    }
}
