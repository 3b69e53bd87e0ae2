using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Configuration files with mistakes.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Run_UnknownKeys_NamesEachWithItsPlace()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.CommitAsync("aidp.yml", "max_iteration: 3\nchecks:\n- name: test\n  run: 'true'\n  colour: red\n");

        var end = await repository.RunAsync("--agent-command", UserRepository.Agent);

        end.AssertExit(2);
        Assert.Contains("aidp.yml:1:1: 'max_iteration' is not a key. Did you mean 'max_iterations'?", end.Error, StringComparison.Ordinal);
        Assert.Contains("aidp.yml:5:3: ", end.Error, StringComparison.Ordinal);
        Assert.Contains("'colour'", end.Error, StringComparison.Ordinal);
        Assert.Empty(await repository.BranchesAsync());
    }

    [Fact]
    public async Task Ps_MistakeInTheFileOfTheUser_SaysWhatTheHostInTheBackgroundSays()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["home/.config/aidp"]);
        await File.WriteAllTextAsync(folder["home/.config/aidp/aidp.yml"], "sandboxes: off\n", TestContext.Current.CancellationToken);

        var end = await AidpProcess.RunAsync(["ps", "--state", folder["state"]], new Dictionary<string, string> { ["HOME"] = folder["home"], ["XDG_CONFIG_HOME"] = "" });

        end.AssertExit(2);
        Assert.StartsWith("aidp: the configuration is wrong.\n", end.Error, StringComparison.Ordinal);
        Assert.Contains($"{folder["home/.config/aidp/aidp.yml"]}:1:1: 'sandboxes' is not a key.", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("No host answers", end.Error, StringComparison.Ordinal);
    }
}
