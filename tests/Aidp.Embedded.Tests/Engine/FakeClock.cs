using Microsoft.Extensions.Time.Testing;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>A clock that a test moves.</summary>
public static class FakeClock
{
    public static readonly DateTimeOffset Beginning = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider New() => new(Beginning);

    /// <summary>Moves the clock on until something has happened, and returns what it gave.</summary>
    public static async Task<T> UntilAsync<T>(this FakeTimeProvider time, Task<T> happened, TimeSpan? step = null)
    {
        for (var turns = 0; turns < 20_000 && !happened.IsCompleted; turns++)
        {
            time.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.WhenAny(happened, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        return await happened.WaitAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
    }
}
