using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class KeysVerbTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task A_read_only_key_is_made_looks_changes_nothing_and_is_revoked()
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
    public async Task A_key_for_standard_output_is_all_that_is_written_there()
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
    public async Task What_cannot_be_done_is_refused_with_the_remedy(string reason, params string[] arguments)
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(arguments));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }

    async Task<int> AsGuestAsync(string keyFile, params string[] arguments)
    {
        using var terminal = host.BareTerminal();
        return await terminal.RunAsync([.. arguments, "--host", host.Url.ToString(), "--key-file", keyFile]);
    }
}
