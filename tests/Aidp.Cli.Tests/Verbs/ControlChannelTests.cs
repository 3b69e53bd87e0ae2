using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

/// <summary>An agent looks for the way to its own host.</summary>
public sealed class ControlChannelTests : IDisposable
{
    /// <summary>Writes down its environment, and every file that a variable names or that lies in a folder that one names, as far as it may look like ours.</summary>
    const string Agent = """
        cat > /dev/null
        env > environment.txt
        for value in $(env | cut -d= -f2- | tr ':' '\n' | sort -u); do
          case "$value" in *host.sock*|*host.key*|*keys.json*|*host.json*) echo "named $value" >> found.txt ;; esac
          if [ -S "$value/host.sock" ]; then echo "socket $value" >> found.txt; fi
          if [ -f "$value/host.key" ]; then echo "key $value" >> found.txt; fi
          if [ -S "$value/aidp/run/host.sock" ] || [ -S "$value/run/host.sock" ]; then echo "socket below $value" >> found.txt; fi
          if [ -f "$value/aidp/host.key" ]; then echo "key below $value" >> found.txt; fi
        done
        if command -v curl > /dev/null; then
          curl -s -m 5 -o answer.txt -w '%{http_code}' "$TARGET/api/runs" > status.txt
          curl -s -m 5 -o answer2.txt -w '%{http_code}' -H "x-aidp-key: $AIDP_KEY$AIDP_RUN" "$TARGET/api/runs" >> status.txt
        fi
        echo line >> progress.txt; echo line >> progress.txt
        echo 'STATUS: COMPLETE'
        """;

    readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_agents_environment_leads_to_no_socket_and_no_key()
    {
        var state = new StateFolder(_folder["state"]);
        using var terminal = new TestTerminal(_folder);
        await using var host = await HostProcess.StartAsync(new HostSettings { State = state, Port = 0 }, terminal.Value, TestContext.Current.CancellationToken);
        var repository = TestRepository.Create(_folder);
        var key = (await File.ReadAllTextAsync(state.KeyFile, TestContext.Current.CancellationToken)).Trim();

        var exitCode = await terminal.RunAsync(
            "run", "Look around", "--repo", repository, "--agent-command", Agent.Replace("$TARGET", host.Record.Url!.ToString().TrimEnd('/'), StringComparison.Ordinal), "--check", TestRepository.Check, "--state", "state", "--id", "spy", "--yes");

        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        using var diff = new TestTerminal(_folder);
        Assert.Equal(ExitCodes.Completed, await diff.RunAsync("diff", "spy", "--state", "state"));
        var environment = diff.Out;
        Assert.Contains("+AIDP_RUN=spy", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("found.txt", environment, StringComparison.Ordinal);
        Assert.DoesNotContain(key, environment, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Record.Socket, environment, StringComparison.Ordinal);
        Assert.DoesNotContain("+AIDP_STATE", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("+XDG_RUNTIME_DIR", environment, StringComparison.Ordinal);
        if (environment.Contains("status.txt", StringComparison.Ordinal))
        {
            Assert.Contains("+401401", environment, StringComparison.Ordinal);
        }

        File.Delete(state.HostFile);
    }
}
