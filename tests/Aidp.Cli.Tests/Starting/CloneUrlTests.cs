using Aidp.Cli.Starting;

namespace Aidp.Cli.Tests.Starting;

public sealed class CloneUrlTests
{
    [Theory]
    [InlineData("https://example.org/owner/name.git", true)]
    [InlineData("ssh://git@example.org/name.git", true)]
    [InlineData("git@example.org:owner/name.git", true)]
    [InlineData("file:///srv/name.git", true)]
    [InlineData("/srv/name.git", false)]
    [InlineData("../name", false)]
    [InlineData("C:/name", false)]
    [InlineData("ext::sh -c true", false)]
    public void IsOne_OfAText_TellsAddressesFromPaths(string text, bool expected) => Assert.Equal(expected, CloneUrl.IsOne(text));

    [Theory]
    [InlineData("https://token@example.org/name.git")]
    [InlineData("https://user:secret@example.org/name.git")]
    [InlineData("ssh://user:secret@example.org/name.git")]
    public void Check_OfAnAddressWithASecret_RefusesWithoutRepeatingIt(string address)
    {
        var e = Assert.Throws<CommandException>(() => CloneUrl.Check(address));

        Assert.Equal(ExitCodes.Usage, e.ExitCode);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAnAddressWithTheUserOfSsh_TakesIt() => Assert.Equal("ssh://git@example.org/n.git", CloneUrl.Check("ssh://git@example.org/n.git"));
}
