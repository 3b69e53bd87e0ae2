namespace Aidp.Embedded.Tests.Engine;

/// <summary>Waits, for a bounded time, for what other threads do.</summary>
static class Eventually
{
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isWanted)
    {
        for (var tries = 0; ; tries++)
        {
            var value = await read();
            if (isWanted(value) || tries == 5_000)
            {
                return value;
            }

            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
