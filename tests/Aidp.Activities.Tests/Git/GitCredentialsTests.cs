using Aidp.Activities.Git;
using Aidp.Activities.Tests.Processes;

namespace Aidp.Activities.Tests.Git;

public sealed class GitCredentialsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("https://git.example/owner/name.git", true)]
    [InlineData("https://GIT.example/name.git", true)]
    [InlineData("https://git.example:443/name.git", true)]
    [InlineData("https://git.example:8443/name.git", false)]
    [InlineData("https://git.example.org/name.git", false)]
    [InlineData("https://example/git.example/name.git", false)]
    [InlineData("https://sub.git.example/name.git", false)]
    [InlineData("http://git.example/name.git", false)]
    [InlineData("file:///srv/name.git", false)]
    [InlineData("/srv/git.example", false)]
    public void For_AnyLocation_IsThereForItsServerAlone(string location, bool expected) =>
        Assert.Equal(expected ? "https://git.example" : null, InFile("token", "git.example").For(location)?.Server);

    [Fact]
    public void For_AFileThatIsRenewed_HasTheNewToken()
    {
        var credentials = InFile("old");
        File.WriteAllText(_folder["token"], "new\n");

        Assert.Equal(("new", "x-access-token"), (credentials.For("https://git.example/a")!.Token, credentials.For("https://git.example/a")!.User));
        Assert.Equal(["new"], credentials.Secrets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void For_WhatIsNoToken_SaysWhereOneIsToBe(string text)
    {
        var problem = Assert.Throws<GitException>(() => InFile(text).For("https://git.example/a"));

        Assert.Contains($"the file {_folder["token"]}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_WithAVariable_TakesItOutOfTheEnvironment()
    {
        const string variable = "GIT_CREDENTIALS_TEST_WORD";
        Environment.SetEnvironmentVariable(variable, "s3cret-word");

        var credentials = new GitCredentials([new() { Host = "git.example:8443", TokenVariable = variable }]);

        Assert.Null(Environment.GetEnvironmentVariable(variable));
        Assert.Equal("s3cret-word", credentials.For("https://git.example:8443/a")!.Token);
    }

    [Fact]
    public void Arguments_WithACredential_HoldNoSecret()
    {
        var credential = InFile("s3cret-word").For("https://git.example/a")!;
        var call = new GitCall("fetch", "https://git.example/a") { WorkingDirectory = "/", Server = "https://git.example/a" };

        Assert.Contains(GitContract.Arguments(call, credential), argument => argument.StartsWith("credential.https://git.example.helper=", StringComparison.Ordinal));
        Assert.DoesNotContain(GitContract.Arguments(call, credential), argument => argument.Contains("s3cret", StringComparison.Ordinal));
        Assert.Contains("s3cret-word", GitContract.Environment(call, DateTimeOffset.UnixEpoch, credential).Values);
        Assert.DoesNotContain("s3cret", credential.ToString(), StringComparison.Ordinal);
        Assert.Equal("no *** here", credential.StrikeOut("no s3cret-word here"));
    }

    public void Dispose() => _folder.Dispose();

    GitCredentials InFile(string token, string host = "git.example")
    {
        File.WriteAllText(_folder["token"], token);
        return new([new() { Host = host, TokenFile = _folder["token"] }]);
    }
}
