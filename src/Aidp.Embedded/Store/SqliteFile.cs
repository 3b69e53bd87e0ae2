using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>Opens the file of a store: checks that it is whole and of a version this program knows, and brings an older one up to date.</summary>
static class SqliteFile
{
    /// <summary>"Aidp" in ASCII: tells the file from other SQLite files (SQLite's application_id).</summary>
    const int ApplicationId = 0x41696470;

    const int CorruptCode = 11;
    const int NotADatabaseCode = 26;

    /// <summary>What brings a store to each version; the first makes a new one. Never change one that was released: add another.</summary>
    public static readonly IReadOnlyList<string> Migrations = [Schema("schema.sql"), Schema("schema.v2.sql")];

    /// <summary>Opens a store for its one writer.</summary>
    /// <exception cref="StoreException">The file is damaged, not a store, or of a newer program.</exception>
    public static SqliteConnection OpenForWriting(string path, bool syncAlways, IReadOnlyList<string> migrations)
    {
        CloseToOthers(path);
        var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // On macOS only the full form reaches the disk; elsewhere the two pragmas change nothing.
            Execute(connection, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {(syncAlways ? "FULL" : "NORMAL")}; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000;");
            FoldLogAtClose(connection, isFolded: false);
            Migrate(connection, path, migrations);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(e, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether closing a connection writes the log into the file: only in order. After a failure, and in a damaged store, nothing more is to be changed.</summary>
    public static void FoldLogAtClose(SqliteConnection connection, bool isFolded) =>
        SQLitePCL.raw.sqlite3_db_config(connection.Handle, SQLitePCL.raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, isFolded ? 0 : 1, out _);

    /// <summary>Opens a store for a reader beside the writer.</summary>
    public static SqliteConnection OpenForReading(string path) => Connect(path, SqliteOpenMode.ReadOnly);

    /// <summary>What an error of SQLite means for a store, and what helps.</summary>
    public static StoreException Explain(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        CorruptCode => Damaged(path, e.Message, e),
        NotADatabaseCode => new($"'{path}' is not a store: it is not an SQLite file, or its beginning is damaged. Restore it from a backup, or move it away to begin with an empty one.", e),
        13 => new($"The disk that holds the store '{path}' is full. Nothing that was acknowledged is lost: free some space and start again.", e),
        10 => new($"The disk that holds the store '{path}' cannot be written or read ({e.Message}). Nothing that was acknowledged is lost: check the disk and start again.", e),
        8 or 14 => new($"The store '{path}' cannot be opened for writing ({e.Message}). Check the folder and its permissions.", e),
        _ => new($"The store '{path}' failed: {e.Message}", e),
    };

    /// <summary>Says that a store is damaged.</summary>
    public static StoreException Damaged(string path, string what, Exception? cause = null) =>
        new($"The store '{path}' is damaged: {what}. Stop, keep a copy of the file with its -wal file, and restore a backup; or move the file away to begin with an empty store.", cause);

    static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Explain(e, path);
        }
    }

    /// <summary>The version of a store; 0 for a file without content.</summary>
    /// <exception cref="StoreException">The file is of another program, or of a newer one.</exception>
    public static long Version(SqliteConnection connection, string path, int newest)
    {
        var version = Number(connection, "PRAGMA user_version");
        var application = Number(connection, "PRAGMA application_id");
        if (application != ApplicationId && (application != 0 || version != 0 || Number(connection, "SELECT count(*) FROM sqlite_schema") > 0))
        {
            throw new StoreException($"'{path}' is an SQLite file of another program. Choose another state folder.");
        }

        return version <= newest
            ? version
            : throw new StoreException($"The store '{path}' has version {version}, and this program knows versions up to {newest}. Use the newer program that wrote it, or restore the backup that it made beside the store.");
    }

    /// <summary>Checks every page of the file, and that its tables and indexes agree.</summary>
    /// <exception cref="StoreException">It is not.</exception>
    public static void CheckStructure(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        if (command.ExecuteScalar() is var result and not "ok")
        {
            throw Damaged(path, Convert.ToString(result, CultureInfo.InvariantCulture) ?? "integrity_check gave no answer");
        }
    }

    // Histories hold what orchestrations were given. SQLite gives its log and its index the mode of the file, and takes an empty file for a new one.
    static void CloseToOthers(string path)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            if (!File.Exists(path))
            {
                new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = ownerOnly }).Dispose();
            }

            foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
            {
                File.SetUnixFileMode(file, ownerOnly);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or it cannot be made: SQLite says what it thinks of that.
        }
    }

    static void Migrate(SqliteConnection connection, string path, IReadOnlyList<string> migrations)
    {
        var version = Version(connection, path, migrations.Count);
        if (version is > 0 && version < migrations.Count)
        {
            Backup(connection, $"{path}.v{version}.backup");
        }

        for (; version < migrations.Count; version++)
        {
            Execute(connection, $"BEGIN IMMEDIATE; {migrations[(int)version]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1}; COMMIT;");
        }
    }

    static void Backup(SqliteConnection connection, string backup)
    {
        var unfinished = backup + ".part";
        File.Delete(unfinished);
        CloseToOthers(unfinished);
        using (var copy = Connect(unfinished, SqliteOpenMode.ReadWriteCreate))
        {
            connection.BackupDatabase(copy);
        }

        File.Move(unfinished, backup, overwrite: true);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant of this program.")]
    static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant of this program.")]
    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static string Schema(string name)
    {
        using var reader = new StreamReader(typeof(SqliteFile).Assembly.GetManifestResourceStream($"Aidp.Embedded.Store.{name}")!);
        return reader.ReadToEnd();
    }
}
