using Aidp.Activities.Configuration;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    readonly ConfigurationFolder _folder = new();

    [Fact]
    public void Load_NoFile_GivesTheDefaults()
    {
        var configuration = _folder.Load();

        Assert.Equal("claude", Assert.Single(configuration.Run.Agents).Name);
        Assert.Equal(50, configuration.Run.MaxIterations);
        Assert.Equal(512L << 20, configuration.Host.Limits.RunBytes);
        Assert.Equal("default", configuration.Settings.Single(setting => setting.Path == "max_iterations").Origin.ToString());
    }

    [Fact]
    public void Load_EveryKey_IsRead()
    {
        _folder.WriteRepository(Samples.Whole);
        var run = _folder.Load().Run;

        Assert.Equal(["codex", "claude"], run.Agents.Select(agent => agent.Name));
        Assert.Equal(["opus", "sonnet"], run.Agents[1].Models["pro"]);
        Assert.Equal("/opt/claude", run.Agents[1].Executable);
        Assert.Equal(["ANTHROPIC_API_KEY"], run.Agents[1].Environment);
        Assert.Equal(TimeSpan.FromMinutes(45), run.Agents[1].Timeout);
        Assert.Equal(
            [
                new CheckSettings { Name = "unit tests", Run = "dotnet test", Category = CheckCategory.Test, Timeout = TimeSpan.FromMinutes(90) },
                new CheckSettings { Name = "style", Run = "true", Category = CheckCategory.Lint, Required = false, RunAfter = CheckPhase.FullLoop },
            ],
            run.Checks);
        Assert.Equal([".env", "config/*.local"], run.Setup.Copy);
        Assert.Equal(7, run.MaxIterations);
        Assert.Equal(new BudgetSettings { WallTime = TimeSpan.FromHours(8), AgentTime = TimeSpan.FromHours(4), Tokens = 5_000_000, CostUsd = 12.5m }, run.Budget);
        Assert.Equal(("mini", "max", 3), (run.Tiers.Start, run.Tiers.Max, run.Tiers.FailuresPerModel));
        Assert.Equal(["/src/", "*.md", "|", "vendor/", "!vendor/ours.js", "|", "package.json", "*.lock"], [.. run.Guard.Include, "|", .. run.Guard.Exclude, "|", .. run.Guard.Confirm]);
        Assert.Equal((800, 40, ".github/workflows/ci.yml"), (run.Guard.MaxLinesPerCommit, run.Guard.MaxFiles, Assert.Single(run.Guard.AllowProtected)));
        Assert.True(run.RequireTasks);
        Assert.Equal("docs/STYLE.md", run.StyleGuide);
        Assert.Equal(80 << 10, run.MaxPromptBytes);
    }

    [Fact]
    public void Load_AllLayers_TheLaterGoesFirstAndIsNamed()
    {
        _folder.WriteUser("max_iterations: 1\nrequire_tasks: true\nbudget: { tokens: 5 }\nartifacts: { run_cap: 1GB }\n");
        _folder.WriteRepository("max_iterations: 2\nbudget:\n  cost_usd: 3\n");
        var environment = new Dictionary<string, string> { ["AIDP_MAX_ITERATIONS"] = "3", ["AIDP_BUDGET_COST_USD"] = "4.5" };
        var configuration = _folder.Load(environment, new() { ["max_iterations"] = "4" });

        Assert.Equal(4, configuration.Run.MaxIterations);
        Assert.Equal(new BudgetSettings { Tokens = 5, CostUsd = 4.5m }, configuration.Run.Budget);
        Assert.True(configuration.Run.RequireTasks);
        Assert.Equal(1L << 30, configuration.Host.Limits.RunBytes);
        var origins = configuration.Settings.ToDictionary(setting => setting.Path, setting => setting.Origin.ToString());
        Assert.Equal("--max-iterations", origins["max_iterations"]);
        Assert.Equal("AIDP_BUDGET_COST_USD", origins["budget.cost_usd"]);
        Assert.Equal($"{_folder.UserFile}:2:16", origins["require_tasks"]);
    }

    [Fact]
    public void Load_GitCredentials_SayWhereTheTokensAre()
    {
        _folder.WriteUser("git_credentials:\n  - { host: github.com, token_env: WORD }\n  - { host: 'git.example:8443', user: robot, token_file: /run/token }\n");

        Assert.Equal(
            [new GitCredentialSettings { Host = "github.com", TokenVariable = "WORD" }, new() { Host = "git.example:8443", User = "robot", TokenFile = "/run/token" }],
            _folder.Load().Host.GitCredentials);
    }

    [Theory]
    [InlineData("{ host: github.com }")]
    [InlineData("{ host: github.com, token_env: WORD, token_file: /run/token }")]
    public void Load_GitCredentialWithoutOnePlaceForItsToken_IsAProblem(string credential)
    {
        _folder.WriteUser($"git_credentials: [{credential}]\n");

        Assert.Contains("either in a variable (token_env) or in a file (token_file)", Assert.Single(Assert.Throws<ConfigurationException>(() => _folder.Load()).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ChecksOnTheCommandLine_ReplaceThoseOfTheFile()
    {
        _folder.WriteRepository("checks: [{ name: a, run: x }]\n");

        Assert.Equal([new CheckSettings { Name = "test", Run = "make test", Category = CheckCategory.Test }], _folder.Load(checks: ("test", "make test")).Run.Checks);
    }

    [Fact]
    public void Load_AgentCommandNearerThanAgent_IsTheAgent()
    {
        _folder.WriteRepository("agent: codex\n");
        var agents = _folder.Load(options: new() { ["agent_command"] = "./agent.sh" }).Run.Agents;

        Assert.Equal(("command", "./agent.sh"), (agents[0].Name, agents[0].Command));
    }

    [Fact]
    public void Load_TwoRepositoryFiles_IsAnError()
    {
        _folder.WriteRepository("");
        _folder.WriteRepository("", Path.Combine(".aidp", "aidp.yml"));

        Assert.Contains("Delete one of them", Assert.Throws<ConfigurationException>(() => _folder.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MistakesInAllLayers_AreSaidAtOnce()
    {
        _folder.WriteUser("max_iteration: 1\n");
        _folder.WriteRepository("max_iterations: 0\n");
        var refused = Assert.Throws<ConfigurationException>(() => _folder.Load(new() { ["AIDP_REQUIRE_TASKS"] = "maybe" }, new() { ["budget.tokens"] = "many" }));

        Assert.Equal(4, refused.Problems.Count);
    }

    [Fact]
    public void Load_VariableAlmostASetting_IsAWarning() =>
        Assert.Contains("Did you mean AIDP_MAX_ITERATIONS?", Assert.Single(_folder.Load(new() { ["AIDP_MAX_ITERATION"] = "1", ["AIDP_RUN"] = "r1" }).Warnings), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
