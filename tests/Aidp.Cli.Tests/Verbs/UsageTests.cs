using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class UsageTests : IDisposable
{
    readonly TestFolder _folder = new();
    readonly TestTerminal _terminal;

    public UsageTests() => _terminal = new(_folder);

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_mistyped_verb_is_a_usage_error_with_a_suggestion()
    {
        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync("stats"));
        Assert.Contains("status", _terminal.Out + _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--detach", "--foreground")]
    [InlineData("--agent", "demo", "--agent-command", "true")]
    [InlineData("--id", "Not/An/Id")]
    [InlineData("--max-iterations", "many")]
    public async Task Options_that_contradict_or_cannot_be_are_usage_errors(params string[] options) =>
        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync(["run", "task", .. options]));

    [Fact]
    public async Task A_folder_without_a_repository_is_refused_with_the_remedy()
    {
        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync("run", "task", "--agent", "demo"));
        Assert.Contains("git init", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("task", "--agent", "nobody", "nobody")]
    [InlineData(" ", "--agent", "demo", "empty")]
    [InlineData("task", "--check", "nocommand", "NAME=COMMAND")]
    [InlineData("task", "--max-iterations", "0", "max-iterations")]
    public async Task A_run_that_cannot_be_is_refused_with_the_reason(string task, string option, string value, string reason)
    {
        var repository = TestRepository.Create(_folder);

        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync("run", task, "--repo", repository, option, value));
        Assert.Contains(reason, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_on_standard_input_may_not_have_more_than_a_megabyte()
    {
        using var terminal = new TestTerminal(_folder, new string('x', (1024 * 1024) + 1));

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("run", "-", "--agent", "demo"));
        Assert.Contains("file of the repository", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "", "--yes")]
    [InlineData(true, "n\n", "Nothing was started")]
    public async Task What_a_repository_would_execute_needs_consent(bool canAsk, string answer, string expected)
    {
        var repository = TestRepository.Create(_folder);
        await File.WriteAllTextAsync(Path.Combine(repository, "aidp.yml"), "agent: demo\nchecks:\n  - name: test\n    run: make secret-target\n", TestContext.Current.CancellationToken);
        using var terminal = new TestTerminal(_folder, answer) { CanAsk = canAsk };

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("run", "task", "--repo", repository));
        Assert.Contains("make secret-target", terminal.Error, StringComparison.Ordinal);
        Assert.Contains(expected, terminal.Error, StringComparison.Ordinal);
    }
}
