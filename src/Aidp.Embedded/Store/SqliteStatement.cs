using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>One prepared statement with numbered parameters.</summary>
sealed class SqliteStatement : IDisposable
{
    readonly SqliteCommand _command;

    /// <param name="connection">Where it runs.</param>
    /// <param name="sql">A statement of this program, with parameters <c>$1</c>, <c>$2</c> and so on.</param>
    /// <param name="parameters">The number of parameters.</param>
    [SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant of this program.")]
    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        _command.Prepare();
    }

    /// <summary>Runs the statement and returns the number of rows that it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs the statement and returns what its rows are read as.</summary>
    public List<T> Read<T>(Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public void Dispose() => _command.Dispose();

    void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                string text => StorableText.Of(text),
                var value => value,
            };
        }
    }
}
