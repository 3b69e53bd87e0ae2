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

    [Theory]
    [InlineData("git@example.org:owner/name.git")]
    [InlineData("ssh://git@example.org/owner/name.git")]
    [InlineData("ssh://git@example.org:2222/owner/name.git")]
    public void Check_OfAnAddressOfSsh_OffersTheSameRepositoryByHttps(string address)
    {
        var e = Assert.Throws<CommandException>(() => CloneUrl.Check(address));

        Assert.Equal(ExitCodes.Usage, e.ExitCode);
        Assert.Contains("--repo https://example.org/owner/name.git,", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/owner/name.git")]
    [InlineData("file:///srv/name.git")]
    public void Check_OfAnAddressThatHostsRead_TakesIt(string address) => Assert.Equal(address, CloneUrl.Check(address));
}
