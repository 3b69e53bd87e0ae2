using Aidp.Activities.Activities;
using Aidp.Activities.Confinement;
using Aidp.Activities.Setup;
using Aidp.Activities.Tests.Steps;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Confinement;

public sealed class SandboxTests : ActivityFixture
{
    readonly Bubblewrap _missing = new("aidp-no-such-bwrap");

    [Fact]
    public async Task Create_RequiredAndMissing_StopsTheRunBeforeAnythingIsExecuted()
    {
        var result = await CreateAsync(SandboxMode.Required);

        Assert.Contains("'sandbox: required'", result.Error, StringComparison.Ordinal);
        Assert.Contains("apt install bubblewrap", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder["built"]));
    }

    [Fact]
    public async Task Create_WantedAndMissing_GoesOnAndSaysSo()
    {
        var result = await CreateAsync(SandboxMode.Auto);

        Assert.Null(result.Error);
        Assert.Contains("without a sandbox", Assert.Single(result.Notices), StringComparison.Ordinal);
        Assert.True(File.Exists(Folder["built"]));
    }

    [Theory]
    [InlineData("exec sleep 1000")]
    [InlineData("echo 'bwrap: Creating new namespace failed: Resource temporarily unavailable' >&2; exit 1")]
    public async Task Create_MachineThatIsTooBusyToSay_NeverDoesWithoutASandbox(string script)
    {
        var busy = Folder.Script("bwrap", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(busy, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var problem = await Assert.ThrowsAsync<IOException>(() => CreateAsync(SandboxMode.Auto, new Bubblewrap(busy, TimeSpan.FromSeconds(1))));

        Assert.Contains("tried again", problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder["built"]));
    }

    [Fact]
    public async Task Create_OffAndMissing_HasNothingToSay()
    {
        var result = await CreateAsync(SandboxMode.Off);

        Assert.Null(result.Error);
        Assert.Empty(result.Notices);
    }

    [Fact]
    public async Task Create_SetupCommand_RunsInTheSandbox()
    {
        await RealSandbox.RequireAsync();
        User.WithCommit();
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Folder["state"]).FullName, "host.key"), "x", Stop);

        var result = await Activity<CreateWorktree>().RunAsync(Input($"test ! -e {Folder["state/host.key"]}"), Client, Stop);

        Assert.Null(result.Error);
    }

    async Task<CreateWorktreeResult> CreateAsync(SandboxMode mode, Bubblewrap? bubblewrap = null)
    {
        User.WithCommit();
        var state = new StateFolder(Folder["state"]);
        var sandbox = new Sandbox(mode, state, [], bubblewrap ?? _missing, Processes);
        var activity = new CreateWorktree(new WorktreeSetup(Workspaces, Artifacts, sandbox, Processes, GitRunner, state, TimeProvider.System), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<CreateWorktree>.Instance);
        return await activity.RunAsync(Input($"echo x > {Folder["built"]}"), Client, Stop);
    }

    CreateWorktreeInput Input(string setup) => new()
    {
        Step = Step(1, 0),
        Slug = "task",
        Repository = new RepositorySource { Location = User.Path, BaseCommit = User.Head },
        Setup = new SetupSettings { Commands = [setup] },
    };
}
