using Aidp.Cli.Completion;
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

    [Theory]
    [InlineData("stats", "aidp has no verb 'stats'. Did you mean 'status'?")]
    [InlineData("--verison", "aidp has no option '--verison'. Did you mean '--version'?")]
    [InlineData("config shwo", "aidp config has no verb 'shwo'. Did you mean 'show'?")]
    [InlineData("config", "A verb is missing: aidp config show|validate")]
    [InlineData("ps everything", "'everything' is one word too many for aidp ps.")]
    [InlineData("ps --alll", "aidp ps has no option '--alll'. Did you mean '--all'?")]
    [InlineData("status", "ID is missing: aidp status <ID>")]
    [InlineData("run fix the test", "put it in quotes: aidp run \"... the test\"")]
    [InlineData("run task --agent", "A value is missing: --agent NAME")]
    [InlineData("run task --max-iterations many", "--max-iterations: a whole number from 1 to 200 is expected, not 'many'.")]
    [InlineData("run task --detach --foreground", "give one of them")]
    [InlineData("run task --agent demo --agent-command true", "give one of them")]
    [InlineData("run task --id Not/An/Id", "An id has at most 80 characters")]
    [InlineData("logs r --tail all", "--tail takes a whole number, from 0 to 100000, not 'all'.")]
    [InlineData("serve --port http", "--port takes a whole number, from 0 to 65535, not 'http'.")]
    [InlineData("serve --port 70000", "--port takes a whole number, from 0 to 65535, not '70000'.")]
    [InlineData("completions csh", "'csh'")]
    public async Task CommandLine_ThatCannotBe_SaysWhatIsWrong(string words, string expected)
    {
        TestRepository.Create(_folder);

        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync(words.Replace("task", "task --repo repository", StringComparison.Ordinal).Split(' ')));
        Assert.Contains(expected, _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(_terminal.Out);
    }

    public static IEnumerable<TheoryDataRow<string, string>> Valued()
    {
        using var folder = new TestFolder();
        using var terminal = new TestTerminal(folder);
        return [.. CommandTree.Of(CommandLine.Create(terminal.Value)).All.SelectMany(verb => verb.Options.Where(option => option.Value is not null).Select(option => new TheoryDataRow<string, string>(verb.Path, option.Names[0])))];
    }

    [Theory]
    [MemberData(nameof(Valued))]
    public async Task Option_WithoutItsValue_IsAUsageError(string verb, string option)
    {
        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync([.. verb.Split(' '), option]));
        Assert.Contains($"A value is missing: {option} ", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderWithoutARepository_IsRefusedWithTheRemedy()
    {
        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync("run", "task", "--agent", "demo"));
        Assert.Contains("git init", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("task", "--agent", "nobody", "nobody")]
    [InlineData(" ", "--agent", "demo", "empty")]
    [InlineData("task", "--check", "nocommand", "NAME=COMMAND")]
    [InlineData("task", "--max-iterations", "0", "max-iterations")]
    public async Task Run_ThatCannotBe_IsRefusedWithTheReason(string task, string option, string value, string reason)
    {
        var repository = TestRepository.Create(_folder);

        Assert.Equal(ExitCodes.Usage, await _terminal.RunAsync("run", task, "--repo", repository, option, value));
        Assert.Contains(reason, _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TaskOfMoreThanAMegabyte_IsRefused()
    {
        using var terminal = new TestTerminal(_folder, new string('x', (1024 * 1024) + 1));

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("run", "-", "--agent", "demo"));
        Assert.Contains("file of the repository", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "", "--yes")]
    [InlineData(true, "n\n", "Nothing was started")]
    public async Task Run_WhatARepositoryWouldExecute_NeedsConsent(bool canAsk, string answer, string expected)
    {
        var repository = TestRepository.Create(_folder);
        await File.WriteAllTextAsync(Path.Combine(repository, "aidp.yml"), "agent: demo\nchecks:\n  - name: test\n    run: make secret-target\n", TestContext.Current.CancellationToken);
        using var terminal = new TestTerminal(_folder, answer) { CanAsk = canAsk };

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("run", "task", "--repo", repository));
        Assert.Contains("make secret-target", terminal.Error, StringComparison.Ordinal);
        Assert.Contains(expected, terminal.Error, StringComparison.Ordinal);
    }
}
