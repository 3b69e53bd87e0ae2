namespace Aidp.Functions.Events;

/// <summary>A look that a feed has not begun yet, for those who cannot wait for its turn.</summary>
sealed class NextLook
{
    readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody wants it now.</summary>
    public Task Wanted => _wanted.Task;

    /// <summary>Ends when it was taken.</summary>
    public Task Taken => _taken.Task;

    /// <summary>Wants it now.</summary>
    public void Want() => _wanted.TrySetResult();

    /// <summary>Says that it was taken.</summary>
    public void Take() => _taken.TrySetResult();
}
