using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class ReplayVerbTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task Replay_DownloadedHistory_GivesTheSameDecisionsWithoutAHost()
    {
        var text = await DownloadAsync();
        using var offline = host.BareTerminal(text);

        Assert.Equal(ExitCodes.Completed, await offline.RunAsync("replay", "-"));
        Assert.Equal("same decisions", offline.Lines[^1]);
        Assert.Contains($"{ServedHost.Run}:loop (WorkLoop)", offline.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_HistoryWithAnotherStep_PartsThereAndNamesBothSides()
    {
        // As if an older program had written the diagnosis where this one runs the check.
        var text = (await DownloadAsync()).Replace("\"name\": \"RunLinter\"", "\"name\": \"DiagnoseFailure\"", StringComparison.Ordinal);
        using var offline = host.BareTerminal(text);

        Assert.Equal(ExitCodes.Failed, await offline.RunAsync("replay", "-", "--json"));
        var verdict = JsonElement.Parse(offline.Out);
        Assert.False(verdict.GetProperty("same").GetBoolean());
        var parted = verdict.GetProperty("instances").EnumerateArray().Single(instance => !instance.GetProperty("same").GetBoolean());
        Assert.Contains("DiagnoseFailure", parted.GetProperty("recorded").GetString(), StringComparison.Ordinal);
        Assert.Contains("RunLinter", parted.GetProperty("replayed").GetString(), StringComparison.Ordinal);
        Assert.True(parted.GetProperty("position").GetInt32() > 0);
    }

    [Fact]
    public async Task Replay_FileOfAHistory_IsForItsOwnerAndReplaysFromItsPlace()
    {
        using var terminal = host.Terminal();
        var file = host.Place("run.json");

        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("history", "ended", "--download", file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("replay", file));
    }

    [Theory]
    [InlineData("", "is not a recorded history")]
    [InlineData("[]", "does not say what was started")]
    [InlineData("{\"instances\":[]}", "--download")]
    [InlineData("{\"aidpHistory\":2}", "reads format 1")]
    [InlineData("{\"aidpHistory\":1,\"instances\":[{\"events\":[{}]}]}", "is not a recorded history")]
    [InlineData("{\"aidpHistory\":1,\"instances\":[{\"events\":[{\"type\":\"ExecutionStarted\",\"time\":\"2026-01-01T00:00:00Z\",\"id\":-1,\"name\":\"Unknown\"}]}]}", "not among the known orchestrators")]
    public async Task Replay_WhatIsNoHistory_IsRefusedWithTheReason(string text, string reason)
    {
        using var terminal = host.BareTerminal(text);

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("replay", "-"));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }

    async Task<string> DownloadAsync()
    {
        using var terminal = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("history", "ended", "--download", "-"));
        return terminal.Out;
    }
}
