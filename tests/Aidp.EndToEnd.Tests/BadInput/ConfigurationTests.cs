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
}
