using Aidp.Activities.Artifacts;

namespace Aidp.Activities.Tests.Artifacts;

public sealed class ArtifactNameTests
{
    [Theory]
    [InlineData("runs/r1/0/task.md")]
    [InlineData("runs/item:12:build:abc/12/check-tests.1.log")]
    public void Parse_ValidName_RoundTrips(string name) => Assert.Equal(name, ArtifactName.Parse(name).ToString());

    [Theory]
    [InlineData("runs/../1/a")]
    [InlineData("runs/./1/a")]
    [InlineData("runs/r1/1/..")]
    [InlineData("runs/r1/1/.hidden")]
    [InlineData("runs/r1/1/a/b")]
    [InlineData("runs/r1/01/a")]
    [InlineData("runs/r1/-1/a")]
    [InlineData("runs/r1/1/a\n")]
    [InlineData("runs/r1/1/")]
    [InlineData("runs/R1/1/a")]
    [InlineData("/runs/r1/1/a")]
    [InlineData("runs/r1/1/a\\b")]
    [InlineData("other/r1/1/a")]
    [InlineData("")]
    public void Parse_AnythingElse_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => ArtifactName.Parse(name));
        Assert.Null(ArtifactName.TryParse(name));
    }

    [Theory]
    [InlineData("Unit Tests (fast)", "unit-tests-fast")]
    [InlineData("../../etc", "etc")]
    [InlineData("测试", "unnamed")]
    public void Slug_AnyText_IsPartOfAName(string text, string expected)
    {
        Assert.Equal(expected, ArtifactName.Slug(text));
        Assert.NotNull(ArtifactName.Of("r", 1, ArtifactName.Slug(text)));
    }
}
