using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class LogsVerbTests : IDisposable
{
    readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData(2)]
    [InlineData(1, "--tail", "1")]
    [InlineData(0, "--tail", "0")]
    public async Task Logs_AgentThatPrintsSteadily_EndsWithWhatThereWas(int lines, params string[] more)
    {
        await using var host = await SteadyLog.StartAsync(TestContext.Current.CancellationToken);
        using var terminal = new TestTerminal(_folder);

        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync(["logs", SteadyLog.Run, "--host", host.Url, .. more]));
        Assert.Equal(string.Concat(Enumerable.Repeat(SteadyLog.Line, lines)), terminal.Out);
    }

    [Theory]
    [InlineData(true, "red\n")]
    [InlineData(false, "\u001b]0;title\u0007\u001b[31mred\u001b[0m\r\n")]
    public async Task Logs_WhatSteersATerminal_IsKeptFromOneAndGivenToPrograms(bool isTerminal, string expected)
    {
        await using var host = await SteadyLog.StartAsync(TestContext.Current.CancellationToken, "\u001b]0;title\u0007\u001b[31mred\u001b[0m\r\n");
        using var terminal = new TestTerminal(_folder) { OutIsTerminal = isTerminal };

        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("logs", SteadyLog.Run, "--host", host.Url, "--tail", "1"));
        Assert.Equal(expected, terminal.Out);
    }
}
