using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Tests.Engine;

public sealed class TimerQueueTests
{
    [Fact]
    public void Times_ThatWereReplacedAgainAndAgain_DoNotPileUp()
    {
        var time = FakeClock.New();
        using var queue = new TimerQueue(time, _ => { });
        for (var i = 0; i < 100_000; i++)
        {
            // As by an orchestrator that waits for an event for a month at the most, and gets one every second.
            queue.Set($"id{i % 10}", FakeClock.Beginning.UtcDateTime.AddDays(30).AddSeconds(i));
            queue.Set("other", i % 2 == 0 ? null : FakeClock.Beginning.UtcDateTime.AddDays(60));
        }

        Assert.InRange(queue.Entries, 11, 200);
    }

    [Fact]
    public void Time_ThatWasReplaced_FiresOnlyAtTheNewOne_AlsoAfterOthersWereForgotten()
    {
        var (time, fired) = (FakeClock.New(), new List<string>());
        using var queue = new TimerQueue(time, fired.Add);
        queue.Set("kept", FakeClock.Beginning.UtcDateTime.AddHours(1));
        for (var i = 0; i < 1_000; i++)
        {
            queue.Set("moved", FakeClock.Beginning.UtcDateTime.AddMinutes(1 + i));
        }

        queue.Set("moved", FakeClock.Beginning.UtcDateTime.AddHours(2));
        time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(["kept"], fired);
        time.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(["kept", "moved"], fired);
    }
}
