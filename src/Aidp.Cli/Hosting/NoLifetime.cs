using Microsoft.Extensions.Hosting;

namespace Aidp.Cli.Hosting;

/// <summary>Leaves signals alone: the verb that hosts decides what they mean.</summary>
sealed class NoLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
