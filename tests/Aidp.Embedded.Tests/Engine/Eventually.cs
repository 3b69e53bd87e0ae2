using System.Diagnostics;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>Waits, for a bounded time, for what other threads do.</summary>
static class Eventually
{
    /// <summary>Longer than anything takes here; a test that needs it has found a hang.</summary>
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isWanted)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var value = await read();
            if (isWanted(value))
            {
                return value;
            }

            Assert.True(watch.Elapsed < _patience, $"Still {value} after {_patience}.");
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
