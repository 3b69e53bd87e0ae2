using System.Text;
using Aidp.Cli.Following;

namespace Aidp.Cli.Tests.Following;

public sealed class LogLinesTests
{
    [Theory]
    [InlineData("a\nb\nc\n", 1, "c\n")]
    [InlineData("a\nb\nc\n", 2, "b\nc\n")]
    [InlineData("a\nb\nc", 2, "b\nc")]
    [InlineData("a\nb\n\n", 1, "\n")]
    [InlineData("a\nb\nc\n", 0, "")]
    [InlineData("a\nb\n", 2, null)]
    [InlineData("a", 5, null)]
    [InlineData("", 1, null)]
    [InlineData("", 0, "")]
    public void LastLines_OfAText_BeginWhereTheyBegin(string text, int lines, string? expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        var at = LogLines.LastLines(bytes, lines);

        Assert.Equal(expected, at is { } offset ? Encoding.UTF8.GetString(bytes[offset..]) : null);
    }
}
