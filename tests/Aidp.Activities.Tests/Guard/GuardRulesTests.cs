using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Tests.Guard;

public sealed class GuardRulesTests
{
    [Theory]
    [InlineData("*.lock")]
    [InlineData("/src/**/*.cs")]
    [InlineData("!keep.txt")]
    [InlineData("a[bc]d")]
    [InlineData("a[!]x]d")]
    [InlineData("\\#hash")]
    [InlineData("docs/")]
    [InlineData("with space")]
    [InlineData("漢字")]
    public void ProblemOf_PatternThatGitUnderstands_IsNone(string pattern) => Assert.Null(GuardRules.ProblemOf(new() { Exclude = [pattern] }));

    [Theory]
    [InlineData("")]
    [InlineData("# comment")]
    [InlineData("!")]
    [InlineData("trailing ")]
    [InlineData("two\nlines")]
    [InlineData("open[bracket")]
    [InlineData("back\\")]
    [InlineData("../outside")]
    [InlineData("a/../b")]
    public void ProblemOf_PatternThatWouldGuardNothing_IsSaid(string pattern)
    {
        Assert.Contains("exclude", GuardRules.ProblemOf(new() { Exclude = [pattern] }), StringComparison.Ordinal);
        Assert.NotNull(GuardRules.ProblemOf(new() { Include = [pattern] }));
        Assert.NotNull(GuardRules.ProblemOf(new() { Confirm = [pattern] }));
    }

    [Theory]
    [InlineData("*")]
    [InlineData(".github/*")]
    [InlineData("/aidp.yml")]
    [InlineData("../aidp.yml")]
    [InlineData("")]
    public void ProblemOf_AllowedByAPattern_IsSaid(string name) => Assert.NotNull(GuardRules.ProblemOf(new() { AllowProtected = [name] }));

    [Fact]
    public void ProblemOf_LimitsAndLengths_AreBounded()
    {
        Assert.NotNull(GuardRules.ProblemOf(new() { MaxFiles = 0 }));
        Assert.NotNull(GuardRules.ProblemOf(new() { MaxLinesPerCommit = int.MaxValue }));
        Assert.NotNull(GuardRules.ProblemOf(new() { Exclude = [new('x', GuardRules.MostPatternCharacters + 1)] }));
        Assert.NotNull(GuardRules.ProblemOf(new() { Exclude = [.. Enumerable.Repeat("x", GuardRules.MostPatterns + 1)] }));
    }
}
