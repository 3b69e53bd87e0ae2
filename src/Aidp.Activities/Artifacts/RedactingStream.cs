using Aidp.Activities.Processes;

namespace Aidp.Activities.Artifacts;

/// <summary>Replaces secret values on the way; a possible beginning of one is held back until the next piece or the end.</summary>
abstract class RedactingStream(Stream target, Redactor redactor) : WriteOnlyStream(target)
{
    bool _ended;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => StoreAsync(redactor.Add(buffer), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _ended = true;
            await StoreAsync(redactor.Finish(), CancellationToken.None);
            await Target.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>Takes bytes that hold no secret.</summary>
    protected abstract ValueTask StoreAsync(ReadOnlyMemory<byte> clean, CancellationToken cancellationToken);
}
