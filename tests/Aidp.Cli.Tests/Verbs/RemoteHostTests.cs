using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class RemoteHostTests(ServedHost host) : IClassFixture<ServedHost>
{
    public static TheoryData<string, string[]> Reads => new()
    {
        { ServedHost.Run, ["ps", "--all"] },
        { ServedHost.Run, ["status", "ended"] },
        { "completed", ["why", "ended"] },
        { "APPLY_PATCH", ["history", "ended"] },
        { "TaskScheduled", ["history", "ended", "--full"] },
        { "+line", ["diff", "ended"] },
        { "STATUS: COMPLETE", ["logs", "ended"] },
        { "completed after 2 iterations", ["attach", "ended"] },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Reads_AnyEndpointAndTheBeginningOfAnId_Work(string expected, string[] arguments)
    {
        using var terminal = host.Terminal();

        var exitCode = await terminal.RunAsync(arguments);

        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        Assert.Contains(expected, terminal.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Reads_WithJson_WriteJson(string _, string[] arguments)
    {
        using var terminal = host.Terminal();

        var exitCode = await terminal.RunAsync([.. arguments.Where(argument => argument != "--full"), "--json"]);

        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        Assert.NotEmpty(arguments[0] is "attach" or "logs" ? terminal.Lines.Select(line => JsonElement.Parse(line)) : [JsonElement.Parse(terminal.Out)]);
    }

    [Fact]
    public async Task Status_KeyFromAFileOrFromStandardInput_IsTaken()
    {
        using var file = host.BareTerminal();
        using var input = host.BareTerminal(host.Key + "\n");

        Assert.Equal(ExitCodes.Completed, await file.RunAsync("why", "ended", "--host", host.Url.ToString(), "--key-file", host.KeyFile));
        Assert.Equal(ExitCodes.Completed, await input.RunAsync("why", "ended", "--host", host.Url.ToString(), "--key", "-"));
    }

    [Fact]
    public async Task Status_NoKeyOrAWrongOne_NamesTheRemedyAndNotTheKey()
    {
        using var without = host.BareTerminal();
        using var wrong = host.BareTerminal();
        wrong.Variables["AIDP_KEY"] = "not-the-key-that-is-known";

        Assert.Equal(ExitCodes.AuthenticationNeeded, await without.RunAsync("ps", "--host", host.Url.ToString()));
        Assert.Contains("AIDP_KEY", without.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.AuthenticationNeeded, await wrong.RunAsync("ps", "--host", host.Url.ToString()));
        Assert.Contains("wrong or revoked", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-key", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.org", "https://")]
    [InlineData("ftp://example.org", "https://")]
    [InlineData("https://user:secret@example.org", "never in the address")]
    [InlineData("https://example.org/?code=secret", "never in the address")]
    public async Task Status_AddressThatCannotBeOne_IsRefusedBeforeAnythingIsSent(string address, string reason)
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("ps", "--host", address));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_KeyOnTheCommandLine_IsNotRepeatedInTheAnswer()
    {
        using var terminal = host.BareTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("ps", "--host", host.Url.ToString(), "--key", "this-is-the-key"));
        Assert.DoesNotContain("this-is-the-key", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--host", "http://localhost:1", "--state", "state")]
    [InlineData("--key-file", "anything")]
    public async Task Status_OptionsThatContradict_IsAUsageError(params string[] options)
    {
        using var terminal = host.BareTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(["ps", .. options]));
    }

    [Fact]
    public async Task Status_HostThatDoesNotAnswer_IsNamedWithTheRemedy()
    {
        using var terminal = host.Terminal();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)closed.LocalEndpoint).Port}/base";
        closed.Stop();

        Assert.Equal(ExitCodes.Failed, await terminal.RunAsync("ps", "--host", address));
        Assert.Contains($"{address}/healthz", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ForegroundAndAHostElsewhere_IsRefused()
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("attach", "ended", "--foreground"));
        Assert.Contains("--foreground", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ps --all")]
    [InlineData("../..", "is not valid")]
    [InlineData("nobody", "ps --all")]
    public async Task Status_IdThatNoRunHas_IsRefusedWithTheRemedy(string id, string reason)
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("status", id));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }
}
