using System.Text;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Artifacts;

/// <summary>Takes everything and keeps what there is room for; the first time that there is none, a line says why.</summary>
/// <param name="target">Where the bytes go.</param>
/// <param name="redactor">Replaces secret values.</param>
/// <param name="room">How many bytes the target takes.</param>
/// <param name="full">Why no more than that can be kept.</param>
/// <param name="shortage">Why nothing can be kept at the moment; null when there is room. Asked for every <see cref="Interval"/> bytes.</param>
sealed class CappedStream(Stream target, Redactor redactor, long room, string full, Func<string?> shortage) : RedactingStream(target, redactor)
{
    const long Interval = 1 << 20;

    long _left = room;
    long _unasked = Interval;
    bool _ended;

    protected override async ValueTask StoreAsync(ReadOnlyMemory<byte> clean, CancellationToken cancellationToken)
    {
        if (_ended || clean.IsEmpty)
        {
            return;
        }

        _unasked += clean.Length;
        if (_unasked >= Interval)
        {
            _unasked = 0;
            if (shortage() is { } reason)
            {
                await EndAsync(reason, cancellationToken);
                return;
            }
        }

        var fits = (int)Math.Clamp(_left, 0, clean.Length);
        await Target.WriteAsync(clean[..fits], cancellationToken);
        _left -= fits;
        if (fits < clean.Length)
        {
            await EndAsync(full, cancellationToken);
        }
    }

    async Task EndAsync(string reason, CancellationToken cancellationToken)
    {
        _ended = true;
        await Target.WriteAsync(Encoding.UTF8.GetBytes($"\n[aidp: the rest is left out: {reason}]\n"), cancellationToken);
    }
}
