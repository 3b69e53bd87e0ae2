using Aidp.Activities.Configuration;
using Aidp.Orchestrations.Settings;
using Microsoft.Extensions.Time.Testing;

namespace Aidp.Activities.Tests.Configuration;

public sealed class ConsentTests : IDisposable
{
    readonly ConfigurationFolder _folder = new();

    [Fact]
    public void For_NothingFromTheRepository_AsksNothing()
    {
        _folder.WriteUser("agent: codex\nchecks: [{ name: a, run: x }]\n");
        _folder.WriteRepository("max_iterations: 3\n");

        Assert.Null(Consent.For(_folder.Load()));
    }

    [Fact]
    public void For_RepositoryCommands_ShowsThemAll()
    {
        _folder.WriteRepository("checks: [{ name: a, run: make test }]\nsetup: { commands: [npm ci] }\nagents: [{ name: command, command: ./evil.sh }]\n");
        var question = Consent.For(_folder.Load())!;

        Assert.All(["make test", "npm ci", "./evil.sh", "may run any command"], shown => Assert.Contains(shown, question.Text, StringComparison.Ordinal));
        Assert.Contains("aidp.yml:1:", question.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void For_TextThatWouldHide_IsMadeVisible()
    {
        _folder.WriteRepository("checks: [{ name: a, run: \"evil\\r\\u001b[2Kharmless\\u202e\" }]\n");

        Assert.Contains("evil\\u{d}\\u{1b}[2Kharmless\\u{202e}", Consent.For(_folder.Load())!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void For_DetectedChecks_AsksToo()
    {
        var detected = _folder.Load().WithDetected([new CheckSettings { Name = "test", Run = "npm test" }]);

        Assert.Contains("npm test", Consent.For(detected)!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_CommandOrAgentChanged_IsAnother()
    {
        Assert.Equal(Ask("make"), Ask("make"));
        Assert.NotEqual(Ask("make"), Ask("make all"));
        Assert.NotEqual(Ask("make"), Ask("make", new() { ["agent"] = "codex" }));

        string Ask(string command, Dictionary<string, string>? options = null)
        {
            _folder.WriteRepository($"checks: [{{ name: a, run: {command} }}]\n");
            return Consent.For(_folder.Load(options: options))!.Fingerprint;
        }
    }

    [Fact]
    public void Store_GivenOnce_IsRememberedForThisRepositoryOnly()
    {
        var store = new ConsentStore(Path.Combine(_folder.Repository, "state"), new FakeTimeProvider());
        var question = new ConsentQuestion("text", "f1");
        Assert.False(store.IsGiven("/a/repository", question));

        store.Give("/a/repository", question);
        Assert.True(store.IsGiven("/a/repository/", question));
        Assert.False(store.IsGiven("/a/repository", question with { Fingerprint = "f2" }));
        Assert.False(store.IsGiven("/another", question));
    }

    [Fact]
    public void Store_DamagedFile_AsksAgain()
    {
        var state = Path.Combine(_folder.Repository, "state");
        var store = new ConsentStore(state, new FakeTimeProvider());
        store.Give("/a", new ConsentQuestion("text", "f1"));
        File.WriteAllText(Directory.GetFiles(Path.Combine(state, "consents"))[0], "{");

        Assert.False(store.IsGiven("/a", new ConsentQuestion("text", "f1")));
        store.Give("/a", new ConsentQuestion("text", "f1"));
        Assert.True(store.IsGiven("/a", new ConsentQuestion("text", "f1")));
    }

    public void Dispose() => _folder.Dispose();
}
