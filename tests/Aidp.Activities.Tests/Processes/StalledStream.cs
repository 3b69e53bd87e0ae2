namespace Aidp.Activities.Tests.Processes;

/// <summary>Takes nothing until it is released, or fails at once with a problem that it is given.</summary>
sealed class StalledStream : MemoryStream
{
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What every write fails with.</summary>
    public IOException? Problem { get; init; }

    /// <summary>Whether somebody has tried to write.</summary>
    public bool IsWaiting { get; private set; }

    public void Release() => _released.SetResult();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        IsWaiting = true;
        await (Problem is null ? _released.Task : throw Problem);
    }
}
