using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>A store in an SQLite file: one writer, and readers beside it (write-ahead log).</summary>
sealed partial class SqliteStore : TransactionalStore
{
    /// <summary>Bits of a position that number the step; the others are the instance's key.</summary>
    const int StepBits = 24;

    readonly string _path;
    readonly bool _syncAlways;
    readonly StoreLock _lock;
    readonly SqliteConnection _connection;
    readonly ConcurrentBag<SqliteReader> _readers = [];
    readonly WriteStatements _statements;
    readonly bool _wasClean;
    HostRow _host;
    long _keys;
    int _closed;

    SqliteStore(string path, bool syncAlways, int largePayloadLength, StoreLock owner, SqliteConnection connection)
        : base(largePayloadLength)
    {
        _path = path;
        _syncAlways = syncAlways;
        _lock = owner;
        _connection = connection;
        _statements = new WriteStatements(connection);
        _host = _statements.ReadHost.Read(row => SqliteRows.Host(row, path))[0];
        _wasClean = _host.IsClean;
        owner.ThrowIfBehind(_host);
        Write(_host with { Epoch = _host.Epoch + 1, IsClean = false });
        _keys = _statements.MaxKey.Read(row => row.GetInt64(0))[0];
    }

    public override string Description => $"{_path}, SQLite {_connection.ServerVersion}, WAL, synchronous={(_syncAlways ? "FULL" : "NORMAL")}";

    public override long Epoch => _host.Epoch;

    public override string? Program => _host.Program;

    public override DateTime? VerifiedAt => _host.VerifiedAt;

    public override bool NeedsVerification => !_wasClean || (VerifiedAt is null && _host.Commits > 0);

    /// <summary>Opens or makes a store and takes its ownership.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="syncAlways">Whether every commit is synced, which survives a power cut.</param>
    /// <param name="largePayloadLength">The length in characters from which texts are stored apart from the history.</param>
    /// <param name="migrations">What brings a store to each version; the program's own when null.</param>
    /// <exception cref="StoreException">It is in use, damaged, newer, or on a network file system.</exception>
    public static SqliteStore Open(string path, bool syncAlways = true, int largePayloadLength = 16 * 1024, IReadOnlyList<string>? migrations = null)
    {
        FileSystemCheck.ThrowIfRemote(path);
        var owner = StoreLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.OpenForWriting(path, syncAlways, migrations ?? SqliteFile.Migrations);
            return new SqliteStore(path, syncAlways, largePayloadLength, owner, connection);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            owner.Dispose();
            throw SqliteFile.Explain(e, path);
        }
        catch
        {
            connection?.Dispose();
            owner.Dispose();
            throw;
        }
    }

    /// <summary>What the store says about itself, as the last commit left it.</summary>
    internal HostRow Host => _host;

    public override void Crash() => Close(clean: false);

    protected override void Dispose(bool disposing) => Close(clean: true);

    void Close(bool clean)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        if (clean && !_failed)
        {
            Write(_host with { IsClean = true });
            SqliteFile.FoldLogAtClose(_connection, isFolded: true);
        }

        _statements.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }
}
