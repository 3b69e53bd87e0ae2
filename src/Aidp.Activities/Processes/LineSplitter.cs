using System.Buffers;
using System.Text;

namespace Aidp.Activities.Processes;

/// <summary>Cuts a stream of bytes into lines, each at most 1 MiB; the rest of a longer one is dropped.</summary>
sealed class LineSplitter(Action<string> line)
{
    const int MaximumLength = 1 << 20;

    readonly ArrayBufferWriter<byte> _pending = new();

    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            Keep(bytes[..end]);
            Emit();
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    /// <summary>Hands on a last line that has no end.</summary>
    public void Finish()
    {
        if (_pending.WrittenCount > 0)
        {
            Emit();
        }
    }

    void Keep(ReadOnlySpan<byte> bytes) => _pending.Write(bytes[..Math.Min(bytes.Length, MaximumLength - _pending.WrittenCount)]);

    void Emit()
    {
        var text = Encoding.UTF8.GetString(_pending.WrittenSpan);
        _pending.ResetWrittenCount();
        line(text.EndsWith('\r') ? text[..^1] : text);
    }
}
