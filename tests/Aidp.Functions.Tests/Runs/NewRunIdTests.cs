using Aidp.Functions.Runs;

namespace Aidp.Functions.Tests.Runs;

public sealed class NewRunIdTests
{
    [Theory]
    [InlineData("Fix the parser, please!", "fix-the-parser-please-")]
    [InlineData("漢字だけ", "run-")]
    [InlineData("Incomprehensibilitiesxxxxxx", "run-")]
    public void Create_OfATask_BeginsWithItsWords(string task, string beginning)
    {
        var id = NewRunId.Create(task);

        Assert.StartsWith(beginning, id, StringComparison.Ordinal);
        Assert.True(NewRunId.IsValid(id));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("fix-1.2_x")]
    public void IsValid_OfWhatGitAndFoldersAllow_IsTrue(string id) => Assert.True(NewRunId.IsValid(id));

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.lock")]
    [InlineData("A")]
    [InlineData("a\n")]
    [InlineData("a/b")]
    public void IsValid_OfWhatTheyDoNot_IsFalse(string id) => Assert.False(NewRunId.IsValid(id));

    [Fact]
    public void FromIdempotencyKey_OfAnyText_IsAValidIdAndAlwaysTheSame()
    {
        var id = NewRunId.FromIdempotencyKey("Any text / at all");

        Assert.True(NewRunId.IsValid(id));
        Assert.Equal(id, NewRunId.FromIdempotencyKey("Any text / at all"));
        Assert.Equal("already-one", NewRunId.FromIdempotencyKey("already-one"));
    }
}
