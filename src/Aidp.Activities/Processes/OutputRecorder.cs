using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Aidp.Activities.Processes;

/// <summary>Takes one output of a program to its target, piece by piece, in bounded memory.</summary>
sealed class OutputRecorder(OutputTarget target, IReadOnlyList<string> secrets, Action arrived)
{
    const int PieceBytes = 32 << 10;

    readonly Redactor _redactor = new(secrets);
    readonly ByteTail _tail = new(target.TailBytes);
    readonly LineSplitter? _lines = target.Line is null ? null : new LineSplitter(target.Line);
    long _stored;
    string? _problem;

    /// <summary>Reads the output to its end.</summary>
    public async Task CopyAsync(Stream output, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            int count;
            while ((count = await output.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await AddAsync(buffer.AsMemory(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes a piece of the output.</summary>
    public ValueTask AddAsync(Memory<byte> bytes)
    {
        arrived();
        return StoreAsync(_redactor.Add(bytes));
    }

    /// <summary>Writes what is still held back, and what a cut destination should end with.</summary>
    public async Task<CapturedOutput> FinishAsync()
    {
        await StoreAsync(_redactor.Finish());
        _lines?.Finish();
        var rest = target.Destination is null ? 0 : _tail.Total - _stored;
        var end = _problem is null ? _tail.Last(rest) : [];
        if (rest > end.Length && end.Length > 0)
        {
            await WriteAsync(Encoding.UTF8.GetBytes($"\n[aidp: {rest - end.Length} bytes are left out here: only the first {target.MaximumBytes} and the last {end.Length} are kept]\n"));
        }

        await WriteAsync(end);
        return new CapturedOutput(Encoding.UTF8.GetString(_tail.Last(target.TailBytes)), _tail.Total, _problem is null ? rest - end.Length : rest) { Problem = _problem };
    }

    // Not cancelled: what the program has written is kept, whatever ends it.
    async ValueTask StoreAsync(ReadOnlyMemory<byte> bytes)
    {
        _tail.Add(bytes.Span);
        _lines?.Add(bytes.Span);
        var room = (int)Math.Min(bytes.Length, Math.Max(0, target.MaximumBytes - _stored));
        await WriteAsync(bytes[..room]);
        _stored += target.Destination is null || _problem is not null ? 0 : room;
    }

    // A store that is away is no reason to end a program, or to lose what it has come to.
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a store throws is said in the result.")]
    async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (target.Destination is not { } destination || _problem is not null || bytes.IsEmpty)
        {
            return;
        }

        try
        {
            await destination.WriteAsync(bytes);
            await destination.FlushAsync();
        }
        catch (Exception refused)
        {
            _problem = refused.Message;
        }
    }
}
