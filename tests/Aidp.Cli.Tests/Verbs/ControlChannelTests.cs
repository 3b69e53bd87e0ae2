using Aidp.Activities.Tests.Confinement;
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
        dotnet exec '$PROGRAM' ps --host "$TARGET" > /dev/null 2>&1; echo "asked, and ended with $?" >> status.txt
        echo "key:$AIDP_KEY$AIDP_RUN" | dotnet exec '$PROGRAM' ps --host "$TARGET" --key - > /dev/null 2>&1; echo "asked, and ended with $?" >> status.txt
        echo line >> progress.txt; echo line >> progress.txt
        echo 'STATUS: COMPLETE'
        """;

    readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_EnvironmentOfAnAgent_LeadsToNoSocketAndNoKey()
    {
        var state = new StateFolder(_folder["state"]);
        using var terminal = new TestTerminal(_folder);
        await using var host = await HostProcess.StartAsync(new HostSettings { State = state, Port = 0 }, terminal.Value, TestContext.Current.CancellationToken);
        var repository = TestRepository.Create(_folder);
        var key = (await File.ReadAllTextAsync(state.KeyFile, TestContext.Current.CancellationToken)).Trim();

        var exitCode = await terminal.RunAsync(
            "run", "Look around", "--repo", repository, "--agent-command", Agent.Replace("$TARGET", host.Record.Url!.ToString().TrimEnd('/'), StringComparison.Ordinal).Replace("$PROGRAM", Path.Combine(AppContext.BaseDirectory, "aidp.dll"), StringComparison.Ordinal), "--check", TestRepository.Check, "--state", "state", "--id", "spy", "--yes");

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
        Assert.Equal(2, diff.Lines.Count(line => line == $"+asked, and ended with {ExitCodes.AuthenticationNeeded}"));
        File.Delete(state.HostFile);
    }

    [Theory]
    [InlineData("auto", "cannot be written")]
    [InlineData("off", "may not control it")]
    public async Task Run_AgentThatKnowsWhereItsHostIs_CannotAskIt(string sandbox, string answer)
    {
        if (sandbox != "off")
        {
            await RealSandbox.RequireAsync();
        }

        var state = new StateFolder(_folder["state"]);
        using var terminal = new TestTerminal(_folder) { Variables = { ["AIDP_SANDBOX"] = sandbox } };
        await using var host = await HostProcess.StartAsync(new HostSettings { State = state, Port = 0 }, terminal.Value, TestContext.Current.CancellationToken);
        var program = Path.Combine(AppContext.BaseDirectory, "aidp.dll");
        var agent = $"""
            cat > /dev/null
            for verb in ps "cancel spy" "keys create mine"; do
              dotnet exec '{program}' $verb --state '{state.Path}' >> told.txt 2>&1; echo "exit $?" >> told.txt
            done
            (setsid sh -c "dotnet exec '{program}' ps --state '{state.Path}' >> told.txt 2>&1; echo exit \$? >> told.txt; echo x > done.txt" &)
            until [ -e done.txt ]; do sleep 0.05; done
            rm done.txt
            echo line >> progress.txt; echo line >> progress.txt
            echo 'STATUS: COMPLETE'
            """;

        var exitCode = await terminal.RunAsync("run", "Look around", "--repo", TestRepository.Create(_folder), "--agent-command", agent, "--check", TestRepository.Check, "--state", "state", "--id", "spy", "--yes");

        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        using var diff = new TestTerminal(_folder);
        Assert.Equal(ExitCodes.Completed, await diff.RunAsync("diff", "spy", "--state", "state"));
        var exits = diff.Lines.Where(line => line.StartsWith("+exit ", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, exits.Count);
        Assert.DoesNotContain("+exit 0", exits);
        Assert.Equal(4, diff.Lines.Count(line => line.Contains(answer, StringComparison.Ordinal)));
        Assert.Empty(await KeysAsync(state));
        File.Delete(state.HostFile);
    }

    async Task<IReadOnlyList<string>> KeysAsync(StateFolder state)
    {
        using var keys = new TestTerminal(_folder);
        Assert.Equal(ExitCodes.Completed, await keys.RunAsync("keys", "list", "--json", "--state", state.Path));
        return [.. keys.Lines.Where(line => line.Contains("mine", StringComparison.Ordinal))];
    }
}
