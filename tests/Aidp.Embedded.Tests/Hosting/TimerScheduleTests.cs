using Aidp.Embedded.Functions;
using Aidp.Embedded.Hosting;
using Microsoft.Extensions.Configuration;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class TimerScheduleTests
{
    static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("0 */5 * * * *", "12:05:00")]
    [InlineData("30 * * * * *", "12:00:30")]
    [InlineData("*/5 * * * *", "12:05:00")]
    [InlineData("0 30 13 * * 0", "13:30:00")]
    [InlineData("0  0  14  *  *  *", "14:00:00")]
    [InlineData("00:07:30", "12:07:30")]
    public void GetNext_Expression_FirstOccurrenceAfter(string expression, string expected)
    {
        var next = TimerSchedule.Parse(expression).GetNext(Noon);
        Assert.Equal(Noon.Date + TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), next);
        Assert.Equal(DateTimeKind.Utc, next.Kind);
    }

    [Theory]
    [InlineData("every day")]
    [InlineData("* * *")]
    [InlineData("61 * * * * *")]
    [InlineData("-00:01:00")]
    [InlineData("")]
    public void Parse_Nonsense_SaysWhatIsExpected(string expression) =>
        Assert.Contains("NCRONTAB", Assert.Throws<FormatException>(() => TimerSchedule.Parse(expression)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("0,30 0 12 * * *", false)]
    [InlineData("00:00:59", true)]
    [InlineData("00:01:00", false)]
    public void IsFrequent_MoreThanOnceAMinute_True(string expression, bool expected) => Assert.Equal(expected, TimerSchedule.Parse(expression).IsFrequent(Noon));

    [Fact]
    public void Expand_Setting_PutInPlace()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Minutes", "*/7")]).Build();
        Assert.Equal("0 */7 * * * *", TimerSettings.Expand("0 %Minutes% * * * *", configuration));
        Assert.Contains("%Hours%", Assert.Throws<FormatException>(() => TimerSettings.Expand("0 0 %Hours% * * *", configuration)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(365 * 24, 1)]
    [InlineData(2, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.1, 1)]
    public void Reconcile_RememberedByAClockThatWasAhead_WaitsForTheNextOccurrenceOfThePresentTime(double hoursAhead, double hoursToNext)
    {
        var schedule = TimerSchedule.Parse("0 0 * * * *");
        var last = Noon.AddHours(hoursAhead);

        var status = PastSchedule.Reconcile(new ScheduleStatus { Last = last, LastUpdated = last, Next = schedule.GetNext(last) }, schedule, Noon);

        Assert.Equal(Noon.AddHours(hoursToNext), status.Next);
    }

    [Fact]
    public void Reconcile_ChangedExpression_NoOccurrenceInThePast()
    {
        var hourly = new ScheduleStatus { Last = Noon.AddHours(-5), Next = Noon.AddHours(-4), LastUpdated = Noon.AddHours(-5) };
        Assert.Equal(Noon.AddHours(-4), PastSchedule.Reconcile(hourly, TimerSchedule.Parse("0 0 * * * *"), Noon).Next);
        Assert.Equal(Noon.AddMinutes(10), PastSchedule.Reconcile(hourly, TimerSchedule.Parse("0 */10 * * * *"), Noon).Next);
        Assert.Equal(Noon.AddHours(1), PastSchedule.Reconcile(hourly, TimerSchedule.Parse("0 0 13 * * *"), Noon).Next);
    }
}
