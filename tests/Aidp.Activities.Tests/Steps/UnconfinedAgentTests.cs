using Aidp.Activities.Confinement;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Steps;

/// <summary>What an agent can do only where there is no sandbox.</summary>
public sealed class UnconfinedAgentTests() : AgentStepFixture(SandboxMode.Off)
{
    [Fact]
    public async Task Run_AgentThatLeavesProcessesBehind_EndsThemAndSaysSo()
    {
        var result = await CallAsync(await StartAsync(), "(setsid sh -c 'sleep 1000 & sleep 1000' >/dev/null 2>&1 &); sleep 1000 >/dev/null 2>&1 & echo done");

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        Assert.Contains(result.Notices, notice => notice.Contains("they were ended", StringComparison.Ordinal));
        await NothingRunsAsync();
    }

    [Fact]
    public async Task Run_AgentThatReplacesTheWorktreeByALink_RestoresIt()
    {
        var workspace = await StartAsync();

        var result = await CallAsync(workspace, $"mkdir {Folder["elsewhere"]}; echo x > {Folder["elsewhere/x"]}; rm -rf \"$PWD\"; ln -s {Folder["elsewhere"]} \"$PWD\"");

        Assert.Equal((AgentOutcome.Completed, 0), (result.Outcome, result.FilesChanged));
        Assert.Equal(["readme.md"], await FilesAsync(workspace, result.Workspace.Commit));
    }
}
