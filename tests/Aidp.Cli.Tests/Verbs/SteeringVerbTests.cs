using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class SteeringVerbTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task Steering_OfOneRun_TellsGuardsApprovesAndRemoves()
    {
        using var start = host.BareTerminal();
        var agent = $"cat > /dev/null; while [ ! -e '{host.Place("go")}' ]; do sleep 0.05; done; printf 'one\\ntwo\\n' > progress.txt; echo 'STATUS: COMPLETE'";
        Assert.Equal(ExitCodes.Completed, await host.RunAsync(start, "steered", agent, "--detach"));

        Assert.Equal("inject_instruction", (await AskAsync("inject", "steer", "Keep it short.", "--type", "constraint", "--priority", "high", "--json")).GetProperty("name").GetString());
        Assert.Equal("update_guard_policy", (await AskAsync("guard", "set", "steer", "--confirm", "progress.txt", "--confirm", "*.lock", "--max-files", "5", "--exclude", "", "--json")).GetProperty("name").GetString());
        JsonElement policy = default;
        await Eventually.TrueAsync(async () => (policy = (await AskAsync("guard", "show", "steer", "--json")).GetProperty("policy")).GetProperty("confirm").GetArrayLength() > 0);
        Assert.Equal(["progress.txt", "*.lock"], policy.GetProperty("confirm").EnumerateArray().Select(pattern => pattern.GetString()!));
        Assert.Equal((5, 0), (policy.GetProperty("maxFiles").GetInt32(), policy.GetProperty("exclude").GetArrayLength()));
        await RefusedAsync("has not ended", "purge", "steer", "--yes");

        await File.WriteAllTextAsync(host.Place("go"), "", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => (await AskAsync("approve", "steer", "--list", "--json")).GetProperty("files").GetArrayLength() == 1);
        using (var attach = host.Terminal())
        {
            Assert.Equal(ExitCodes.WaitingForPerson, await attach.RunAsync("attach", "steer"));
            Assert.Contains("  decide      aidp approve steered   or: aidp approve --deny steered", attach.Lines);
        }

        await RefusedAsync("progress.txt", "approve", "steer", "other.txt");
        Assert.Equal("approve", (await AskAsync("approve", "steer", "--reason", "I looked at it.", "--json")).GetProperty("name").GetString());
        using var follow = host.Terminal();
        var exitCode = await follow.RunAsync("jobs", "status", "steer", "--follow");
        Assert.True(exitCode == ExitCodes.Completed, follow.Out + follow.Error);

        await RefusedAsync("--yes", "purge", "steer");
        Assert.Equal("steered", (await AskAsync("purge", "steer", "--yes", "--json"))[0].GetString());
        await RefusedAsync("No run has the id", "status", "steer");
    }

    [Fact]
    public async Task Purge_RunsYoungerThanAskedFor_AreKept() =>
        Assert.Equal(0, (await AskAsync("purge", "--older-than", "1d", "--json")).GetArrayLength());

    [Fact]
    public async Task GuardShow_OfARun_CanBeReadByPeople()
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("guard", "show", "ended"));
        Assert.Contains("include    everything", terminal.Lines);
        Assert.Contains(terminal.Lines, line => line.StartsWith("protected ", StringComparison.Ordinal) && line.Contains(".claude", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Nothing is to be set", "guard", "set", "ended")]
    [InlineData("0 or more, not '-1'", "guard", "set", "ended", "--max-files", "-1")]
    [InlineData("cannot be changed", "guard", "set", "ended", "--exclude", "[")]
    [InlineData("waits for approval", "approve", "ended")]
    [InlineData("decides nothing", "approve", "ended", "--list", "--deny")]
    [InlineData("has ended", "inject", "ended", "Too late.")]
    [InlineData("The text is empty", "inject", "ended", " ")]
    [InlineData("'urgent'", "inject", "ended", "Now!", "--priority", "urgent")]
    [InlineData("Name runs", "purge")]
    [InlineData("Name runs", "purge", "ended", "--older-than", "1d")]
    [InlineData("no length of time", "purge", "--older-than", "soon")]
    public Task Steering_WhatCannotBeDone_IsRefusedWithTheReason(string reason, params string[] arguments) => RefusedAsync(reason, arguments);

    async Task RefusedAsync(string reason, params string[] arguments)
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(arguments));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }

    async Task<JsonElement> AskAsync(params string[] arguments)
    {
        using var terminal = host.Terminal();
        var exitCode = await terminal.RunAsync(arguments);
        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        return JsonElement.Parse(terminal.Out);
    }
}
