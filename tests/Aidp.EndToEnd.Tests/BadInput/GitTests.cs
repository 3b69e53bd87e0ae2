using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>A machine without git, or with one that is too old.</summary>
public sealed class GitTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("init")]
    [InlineData("config", "show")]
    [InlineData("config", "validate")]
    [InlineData("run", "Do it.", "--agent-command", "true", "--yes")]
    public async Task Verb_WithoutGit_SaysThatItIsNeeded(params string[] verb)
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["bin"]);

        var end = await RunAsync(folder, verb);

        end.AssertExit(2);
        Assert.StartsWith("aidp: git could not be started: 'git' was not found", end.Error, StringComparison.Ordinal);
        Assert.EndsWith("Aidp needs git 2.30 or later in PATH.\n", end.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["tmp"]));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("run", "Do it.", "--agent-command", "true", "--yes")]
    public async Task Verb_WithAnOldGit_SaysWhichOneIsNeeded(params string[] verb)
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["bin"]);
        await File.WriteAllTextAsync(folder["bin/git"], "#!/bin/sh\necho 'git version 2.29.3'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder["bin/git"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var end = await RunAsync(folder, verb);

        end.AssertExit(2);
        Assert.Equal("aidp: Aidp needs git 2.30 or later, and found 'git version 2.29.3'. Install a newer one, or put it first in PATH.\n", end.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["tmp"]));
    }

    static Task<AidpResult> RunAsync(ScratchFolder folder, string[] verb)
    {
        Directory.CreateDirectory(folder["tmp"]);
        return AidpProcess.RunAsync([.. verb, "--state", folder["state"]], new Dictionary<string, string> { ["PATH"] = folder["bin"], ["TMPDIR"] = folder["tmp"], ["DOTNET_EnableDiagnostics"] = "0" });
    }
}
