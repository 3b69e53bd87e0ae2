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
    public async Task A_read_works_over_any_endpoint_with_the_beginning_of_an_id(string expected, string[] arguments)
    {
        using var terminal = host.Terminal();

        var exitCode = await terminal.RunAsync(arguments);

        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        Assert.Contains(expected, terminal.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Every_read_can_write_JSON(string _, string[] arguments)
    {
        using var terminal = host.Terminal();

        var exitCode = await terminal.RunAsync([.. arguments.Where(argument => argument != "--full"), "--json"]);

        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        Assert.NotEmpty(arguments[0] is "attach" or "logs" ? terminal.Lines.Select(line => JsonElement.Parse(line)) : [JsonElement.Parse(terminal.Out)]);
    }

    [Fact]
    public async Task The_key_can_come_from_a_file_or_from_standard_input()
    {
        using var file = host.BareTerminal();
        using var input = host.BareTerminal(host.Key + "\n");

        Assert.Equal(ExitCodes.Completed, await file.RunAsync("why", "ended", "--host", host.Url.ToString(), "--key-file", host.KeyFile));
        Assert.Equal(ExitCodes.Completed, await input.RunAsync("why", "ended", "--host", host.Url.ToString(), "--key", "-"));
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_the_remedy_is_named_and_the_key_is_not()
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
    public async Task An_address_that_cannot_be_one_is_refused_before_anything_is_sent(string address, string reason)
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("ps", "--host", address));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_on_the_command_line_is_not_repeated_in_the_answer()
    {
        using var terminal = host.BareTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("ps", "--host", host.Url.ToString(), "--key", "this-is-the-key"));
        Assert.DoesNotContain("this-is-the-key", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--host", "http://localhost:1", "--state", "state")]
    [InlineData("--key-file", "anything")]
    public async Task Options_that_contradict_are_usage_errors(params string[] options)
    {
        using var terminal = host.BareTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync(["ps", .. options]));
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_named_with_the_remedy()
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
    public async Task A_run_in_the_foreground_cannot_be_elsewhere()
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("attach", "ended", "--foreground"));
        Assert.Contains("--foreground", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ps --all")]
    [InlineData("../..", "is not valid")]
    [InlineData("nobody", "ps --all")]
    public async Task An_id_that_no_run_has_is_refused_with_the_remedy(string id, string reason)
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("status", id));
        Assert.Contains(reason, terminal.Error, StringComparison.Ordinal);
    }
}
