using System.Globalization;
using Aidp.Activities.Agents;

namespace Aidp.Activities.Tests.Agents;

public sealed class ResetTimeTests
{
    static readonly DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Try again in 20s", "2026-11-22T12:00:20Z")]
    [InlineData("Please try again in 1.5s.", "2026-11-22T12:00:01.5Z")]
    [InlineData("retry after 2 minutes", "2026-11-22T12:02:00Z")]
    [InlineData("try again in 1 day, 2 hours and 5 minutes", "2026-11-23T14:05:00Z")]
    [InlineData("Retry-After: 3600", "2026-11-22T13:00:00Z")]
    [InlineData("limit reached|1795353600", "2026-11-22T13:20:00Z")]
    [InlineData("resets at 2026-11-22T15:30:00Z", "2026-11-22T15:30:00Z")]
    [InlineData("limit resets 3pm (UTC)", "2026-11-22T15:00:00Z")]
    [InlineData("try again at 9:05 AM.", "2026-11-23T09:05:00Z")]
    [InlineData("resets 8am (America/New_York)", "2026-11-22T13:00:00Z")]
    public void Find_TimeInText_IsRead(string text, string expected) => Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), ResetTime.Find(text, _now));

    [Theory]
    [InlineData("Something failed in 3 places")]
    [InlineData("it was 2020-01-01T00:00:00Z")]
    [InlineData("again at 99")]
    [InlineData("in 999999 days")]
    [InlineData("")]
    public void Find_NoTimeAhead_IsNull(string text) => Assert.Null(ResetTime.Find(text, _now));
}
