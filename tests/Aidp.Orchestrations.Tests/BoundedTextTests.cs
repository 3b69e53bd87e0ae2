using System.Text.Json;

namespace Aidp.Orchestrations.Tests;

public sealed class BoundedTextTests
{
    [Theory]
    [InlineData("short", 10)]
    [InlineData("exactly ten", 11)]
    [InlineData("one more than it may be", 12)]
    [InlineData("单元测试单元测试", 20)]
    [InlineData("👩‍💻👩‍💻👩‍💻", 30)]
    [InlineData("\"quotes\" and <tags>", 25)]
    [InlineData("\u007f\u0001\u0002", 7)]
    public void Cut_AnyText_FitsInJson(string text, int most)
    {
        var cut = BoundedText.Cut(text, most)!;

        Assert.True(JsonSerializer.Serialize(cut).Length - 2 <= most);
        Assert.True(cut == text || (cut.EndsWith("...", StringComparison.Ordinal) && text.StartsWith(cut[..^3], StringComparison.Ordinal)));
    }

    [Fact]
    public void Cut_TextThatFits_StaysWhole()
    {
        Assert.Equal("exactly ten", BoundedText.Cut("exactly ten", 11));
        Assert.Null(BoundedText.Cut(null, 3));
    }
}
