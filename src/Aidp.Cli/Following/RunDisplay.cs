namespace Aidp.Cli.Following;

/// <summary>Shows a run while it goes on.</summary>
abstract class RunDisplay : IAsyncDisposable
{
    /// <summary>Shows what is new.</summary>
    public abstract Task ShowAsync(RunProgress progress, CancellationToken cancellation);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
