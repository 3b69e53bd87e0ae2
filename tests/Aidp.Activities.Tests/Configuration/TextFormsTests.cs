using Aidp.Activities.Configuration;

namespace Aidp.Activities.Tests.Configuration;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("1d2h3m4s", 93784)]
    public void Duration_InItsForm_RoundTrips(string text, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.TryParse(text));
        Assert.Equal(text, DurationText.Format(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("1m1h")]
    [InlineData("-1s")]
    [InlineData("1.5h")]
    [InlineData("99999999999s")]
    public void Duration_InAnyOtherForm_IsNone(string text) => Assert.Null(DurationText.TryParse(text));

    [Theory]
    [InlineData("60KB", 60L << 10)]
    [InlineData("512MB", 512L << 20)]
    [InlineData("1GB", 1L << 30)]
    [InlineData("1000", 1000L)]
    public void Size_InItsForm_RoundTrips(string text, long bytes)
    {
        Assert.Equal(bytes, SizeText.TryParse(text));
        Assert.Equal(text, SizeText.Format(bytes));
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("agent", "agnet", 1)]
    [InlineData("", "abc", 3)]
    public void Distance_CountsEdits(string a, string b, int expected) => Assert.Equal(expected, NearestName.Distance(a, b));
}
