using Aidp.Activities.Agents;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Agents;

public sealed class AgentEnvironmentTests
{
    static readonly StepContext _step = new() { Run = "run-1", Instance = "run-1:loop", Iteration = 3, Number = 7 };

    [Fact]
    public void Create_SeveralCredentials_PassesTheFirstThatIsSetAndHidesIt()
    {
        // Variables that nothing else reads: the environment belongs to all tests of this process.
        var names = (First: $"A{Guid.NewGuid():n}", Second: $"B{Guid.NewGuid():n}", Third: $"C{Guid.NewGuid():n}", Other: $"TOKEN_{Guid.NewGuid():n}");
        Environment.SetEnvironmentVariable(names.Second, "second-secret");
        Environment.SetEnvironmentVariable(names.Third, "third-secret");
        Environment.SetEnvironmentVariable(names.Other, "other-secret");

        var definition = ClaudeAgent.Definition with { Credentials = [names.First, names.Second, names.Third] };
        var environment = AgentEnvironment.Create(definition, new AgentSettings { Name = "claude", Environment = [names.Other, "AIDP_STATE"] }, _step);

        Assert.Equal("second-secret", environment.Variables[names.Second]);
        Assert.DoesNotContain(names.Third, environment.Variables.Keys);
        Assert.Equal(["other-secret", "second-secret"], environment.Secrets.Order());
    }

    [Fact]
    public void Create_AnyAgent_HasItsRunAndNothingElseOfOurs()
    {
        var variables = AgentEnvironment.Create(CommandAgent.Definition, new AgentSettings { Name = "command" }, _step).Variables;

        Assert.Equal([("AIDP_ITERATION", "3"), ("AIDP_RUN", "run-1")], variables.Where(pair => pair.Key.StartsWith("AIDP", StringComparison.Ordinal)).Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Contains("PATH", variables.Keys);
        Assert.DoesNotContain("XDG_RUNTIME_DIR", variables.Keys);
    }
}
