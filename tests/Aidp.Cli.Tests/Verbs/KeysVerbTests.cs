using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class KeysVerbTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task Keys_ReadOnlyKey_LooksChangesNothingAndIsRevoked()
    {
        var file = host.Place("guest.key");
        using var make = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await make.RunAsync("keys", "create", "a guest", "--read-only", "--out", file, "--json"));
        var id = JsonElement.Parse(make.Out).GetProperty("id").GetString()!;
        Assert.DoesNotContain((await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim(), make.Out + make.Error, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        Assert.Equal(ExitCodes.Completed, await AsGuestAsync(file, "why", "ended"));
        Assert.Equal(ExitCodes.AuthenticationNeeded, await AsGuestAsync(file, "cancel", "ended"));
        using var list = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await list.RunAsync("keys", "list"));
        Assert.Contains(list.Lines, line => line.Contains(id, StringComparison.Ordinal) && line.Contains("a guest", StringComparison.Ordinal));

        using var revoke = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await revoke.RunAsync("keys", "revoke", id));
        Assert.Equal(ExitCodes.AuthenticationNeeded, await AsGuestAsync(file, "why", "ended"));
    }

    [Fact]
    public async Task KeysCreate_ForStandardOutput_WritesNothingElseThere()
    {
        using var make = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await make.RunAsync("keys", "create", "pipe"));
        using var use = host.BareTerminal(make.Out);

        Assert.Equal(ExitCodes.Completed, await use.RunAsync("ps", "--host", host.Url.ToString(), "--key-file", "-"));
    }

    [Theory]
    [InlineData("No key was made", "keys", "create", "name", "--out", "/nowhere/at/all")]
    [InlineData("keys list", "keys", "revoke", "unknown")]
    [InlineData("keys list", "keys", "revoke", "")]
    [InlineData("keys list", "keys", "revoke", ".")]
    [InlineData("No run has the id '.'", "status", ".")]
    [InlineData("No run has the id '..'", "logs", "..")]
    public async Task Keys_WhatCannotBeDone_IsRefusedWithTheRemedy(string reason, params string[] arguments)
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(arguments));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }

    // Nobody makes files there, root neither.
    [Theory]
    [InlineData("/sys/new.key")]
    [InlineData("/proc/new.key")]
    public async Task KeysCreate_FileThatCannotBeMade_MakesNoKey(string file)
    {
        Assert.SkipUnless(Directory.Exists(Path.GetDirectoryName(file)), "There is no such folder here.");
        using var make = host.Terminal();
        using var list = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await make.RunAsync("keys", "create", "unkept", "--out", file));
        Assert.Contains($"aidp: {file} cannot be made: ", make.Error, StringComparison.Ordinal);
        Assert.Contains("No key was made.", make.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Completed, await list.RunAsync("keys", "list"));
        Assert.DoesNotContain("unkept", list.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysCreate_HostThatRefuses_LeavesNoFile()
    {
        var file = host.Place("never.key");
        using var make = host.Terminal();
        make.Variables["AIDP_KEY"] = "wrong";

        Assert.Equal(ExitCodes.AuthenticationNeeded, await make.RunAsync("keys", "create", "refused", "--out", file));
        Assert.False(File.Exists(file));
    }

    async Task<int> AsGuestAsync(string keyFile, params string[] arguments)
    {
        using var terminal = host.BareTerminal();
        return await terminal.RunAsync([.. arguments, "--host", host.Url.ToString(), "--key-file", keyFile]);
    }
}
