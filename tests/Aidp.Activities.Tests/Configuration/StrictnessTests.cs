namespace Aidp.Activities.Tests.Configuration;

public sealed class StrictnessTests : IDisposable
{
    readonly ConfigurationFolder _folder = new();

    [Theory]
    [InlineData("max_iteration: 3", "1:1", "Did you mean 'max_iterations'?")]
    [InlineData("budget:\n  cost-usd: 3", "2:3", "Did you mean 'cost_usd'?")]
    [InlineData("colour: red", "1:1", "Known are: agent, agent_command, agents, checks")]
    [InlineData("max_iterations: many", "1:17", "a whole number from 1 to 200 is expected, not 'many'")]
    [InlineData("max_iterations: 201", "1:17", "from 1 to 200")]
    [InlineData("max_iterations: \"3\"", "1:17", "a whole number")]
    [InlineData("max_iterations: [3]", "1:17", "not a list")]
    [InlineData("require_tasks: yes", "1:16", "true or false is expected")]
    [InlineData("budget: { wall_time: 30 }", "1:22", "a duration such as 30s")]
    [InlineData("budget: { wall_time: 1x }", "1:22", "a duration such as 30s")]
    [InlineData("max_prompt: 1KB", "1:13", "a size such as 60KB")]
    [InlineData("checks:\n  - name: a\n    run: true", "3:10", "Put it in quotes: \"true\"")]
    [InlineData("checks:\n  - name: a", "2:5", "'run' is missing")]
    [InlineData("checks:\n  - { name: a, run: x, category: tets }", "2:34", "Did you mean 'test'?")]
    [InlineData("checks:\n  - { name: a, run: x }\n  - { name: a, run: y }", "3:13", "already a check 'a'")]
    [InlineData("agents: []", "1:9", "a list of 1 to 20 items")]
    [InlineData("agents:\n  - { name: claude, env: [API_KEY=secret] }", "2:27", "the name of an environment variable")]
    [InlineData("agents:\n  - { name: claude, models: { standart: [x] } }", "2:41", "Did you mean 'standard'?")]
    [InlineData("agents:\n  - name: claude\n  - name: codx", "3:11", "Did you mean 'codex'?")]
    [InlineData("agent: clade", "1:8", "Did you mean 'claude'?")]
    [InlineData("agents:\n  - { name: aider, command: aider }", "2:13", "Known are claude, codex, command, demo; any other program")]
    [InlineData("agent: command", "1:8", "needs a command")]
    [InlineData("tiers: { start: max, max: mini }", "1:27", "is below")]
    [InlineData("tiers: { order: [a, b], start: c }", "1:32", "is not one of a, b")]
    [InlineData("style_guide: ../../etc/passwd", "1:14", "a path inside the repository")]
    [InlineData("guard: { includes: [x] }", "1:10", "Did you mean 'include'?")]
    [InlineData("guard: { exclude: [\"# secret\"] }", "1:20", "a pattern as in .gitignore")]
    [InlineData("guard: { exclude: [\"a[b\"] }", "1:20", "a pattern as in .gitignore")]
    [InlineData("guard: { exclude: [\"secret\\n\"] }", "1:20", "a pattern as in .gitignore")]
    [InlineData("checks:\n  - { name: \"a\\n\", run: x }", "2:13", "a name of 1 to 80 characters")]
    [InlineData("style_guide: \"guide.md\\n\"", "1:14", "a path inside the repository")]
    [InlineData("guard: { confirm: package.json }", "1:19", "a list")]
    [InlineData("guard: { max_files: 0 }", "1:21", "from 1 to 10000000")]
    [InlineData("guard: { allow_protected: [\".github/*\"] }", "1:28", "without patterns")]
    [InlineData("state: /tmp/x", "1:1", "a repository cannot set it")]
    [InlineData("artifacts: { store: azure }", "1:1", "a repository cannot set it")]
    [InlineData("git_credentials: [{ host: git.example, token_env: T }]", "1:1", "a repository cannot set it")]
    [InlineData("agent: claude\nagent: codex", "2:1", "a second time; the first is in line 1")]
    [InlineData("agent: &a claude", "1:8", "Anchors and tags are not supported")]
    [InlineData("agent: !!str claude", "1:8", "Anchors and tags are not supported")]
    [InlineData("agent: claude\n---\nagent: codex", "2:1", "A second document")]
    [InlineData("- a", "1:1", "a mapping (key: value) is expected, not a list")]
    [InlineData("agent: [", "2:1", "not valid YAML")]
    [InlineData("agent: \"a\\u001b[2J\"", "1:8", "\\u{1b}")]
    public void Validate_OneMistake_IsNamedWithItsPlace(string yaml, string place, string message)
    {
        var problem = Assert.Single(_folder.Problems(yaml));

        Assert.StartsWith(place + " ", problem, StringComparison.Ordinal);
        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ManyMistakes_AllAreNamed() =>
        Assert.Equal(4, _folder.Problems("agnet: x\nmax_iterations: 0\nchecks:\n  - { run: x }\nrequire_tasks: 1\n").Count);

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("checks:\n")]
    [InlineData("budget:\n  # tokens: 5\n")]
    public void Validate_NothingSaid_IsFine(string yaml) => Assert.Empty(_folder.Problems(yaml));

    [Fact]
    public void Validate_AliasBomb_IsRefusedAtOnce()
    {
        var bomb = "a: &a [x]\n" + string.Concat(Enumerable.Range('b', 20).Select(letter => $"{(char)letter}: &{(char)letter} [*{(char)(letter - 1)}, *{(char)(letter - 1)}]\n"));

        Assert.Contains(_folder.Problems(bomb), problem => problem.Contains("Aliases are not supported", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_TooLarge_IsRefused() => Assert.Contains("bytes long", Assert.Single(_folder.Problems("# " + new string('x', 300_000))), StringComparison.Ordinal);

    [Fact]
    public void Validate_TooDeep_IsRefused() => Assert.Contains("nested deeper", Assert.Single(_folder.Problems("agent: " + new string('[', 5000))), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
