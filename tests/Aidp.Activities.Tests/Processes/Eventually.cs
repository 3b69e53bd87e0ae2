using System.Diagnostics;

namespace Aidp.Activities.Tests.Processes;

/// <summary>Waits for what another process does.</summary>
static class Eventually
{
    static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < _limit, $"Not within {_limit}: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
