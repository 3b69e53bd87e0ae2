using Aidp.EndToEnd.Tests.Running;
using CliWrap;
using CliWrap.Buffered;

namespace Aidp.EndToEnd.Tests.Demo;

/// <summary>What a newcomer sees first.</summary>
public sealed class DemoTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_WithoutKeyAndNetwork_TurnsTheTestsGreenWhileOneLooksOn()
    {
        using var demo = AidpProcess.Start(["demo"], Environment());
        await demo.UntilAsync(process => process.Output.Contains("check test: failed", StringComparison.Ordinal));
        Assert.False(demo.HasExited, "Nothing was shown before the end.");

        var end = await demo.WaitAsync();

        end.AssertExit(0);
        Assert.Contains("completed after 3 iterations", end.Output, StringComparison.Ordinal);
        var repository = Line(end, "The repository is ");
        Assert.StartsWith(_folder.Path, repository, StringComparison.Ordinal);
        Assert.False(await TestsPassAsync(repository, "main"));
        Assert.True(await TestsPassAsync(repository, "aidp/repair-receipt"));
        Assert.Empty(ProcessList.In(_folder.Path));
    }

    [Fact]
    public async Task Demo_WithoutAnyNetwork_Completes()
    {
        Assert.SkipUnless((await OffAsync("true")).ExitCode == 0, "unshare(1) may not take the network away here.");

        var end = await OffAsync(AidpProcess.Executable, "demo");

        Assert.True(end.ExitCode == 0, end.StandardOutput + end.StandardError);
    }

    [Fact]
    public async Task Demo_WhatItSaysToTryNext_WorksWhenItIsPasted()
    {
        var end = await AidpProcess.RunAsync(["demo"], Environment());
        var lines = end.Error[end.Error.IndexOf("Try next:\n", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

        Assert.Contains("aidp run \"TASK\"", lines[^1], StringComparison.Ordinal);
        foreach (var line in lines[1..^1])
        {
            var pasted = await CliWrap.Cli.Wrap("sh").WithArguments(["-c", $"{lines[0]}\n{line}"]).WithEnvironmentVariables(Environment().ToDictionary(v => v.Key, v => (string?)v.Value)).WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.True(pasted.ExitCode == 0, $"{line}\n{pasted.StandardError}");
            Assert.NotEmpty(pasted.StandardOutput);
        }

        foreach (var state in Directory.EnumerateDirectories(_folder.Path, "aidp-demo-*"))
        {
            BackgroundHost.Kill(Path.Combine(state, "state"));
        }
    }

    static string Line(AidpResult end, string beginning) => Assert.Single(end.Error.Split('\n'), line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..];

    /// <summary>Whether the repository's tests pass on a branch.</summary>
    async Task<bool> TestsPassAsync(string repository, string branch)
    {
        var place = _folder[$"look-{branch.Replace('/', '-')}"];
        await Shell.GitAsync(repository, "worktree", "add", "--quiet", "--detach", place, branch);
        var tests = await CliWrap.Cli.Wrap("sh").WithArguments(["tests/run.sh"]).WithWorkingDirectory(place).WithValidation(CommandResultValidation.None).ExecuteAsync(TestContext.Current.CancellationToken);
        return tests.ExitCode == 0;
    }

    async Task<BufferedCommandResult> OffAsync(params string[] command) =>
        await CliWrap.Cli.Wrap("unshare").WithArguments(["--user", "--map-root-user", "--net", .. command]).WithEnvironmentVariables(Environment().ToDictionary(v => v.Key, v => (string?)v.Value)).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    // What it makes stays behind for whoever looks on: here it goes with the test.
    Dictionary<string, string> Environment() => new() { ["TMPDIR"] = _folder.Path, ["ANTHROPIC_API_KEY"] = "", ["OPENAI_API_KEY"] = "", ["NO_COLOR"] = "1" };
}
