using Aidp.Activities.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Activities.Tests.Processes;

public sealed class DeadlineTests
{
    static readonly ProcessCommand Command = new()
    {
        Executable = "never run",
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string>(),
        Timeout = TimeSpan.FromHours(1),
        IdleTimeout = TimeSpan.FromMinutes(30),
    };

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    public async Task Deadline_WithTheWallClockSetInItsMiddle_GoesByTheMonotonicClock(int hours)
    {
        var time = new FakeTimeProvider();
        using var deadline = new Deadline(Command, time, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(20));
        time.AdjustTime(time.GetUtcNow().AddHours(hours));
        deadline.Rewind();
        time.Advance(TimeSpan.FromMinutes(29));
        deadline.Rewind();
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(deadline.Reached.IsCompleted);

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ProcessEnd.TimedOut, await deadline.Reached.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }
}
