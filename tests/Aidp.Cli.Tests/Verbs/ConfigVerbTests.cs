using System.Text.Json;

namespace Aidp.Cli.Tests.Verbs;

public sealed class ConfigVerbTests : IDisposable
{
    readonly Workbench _bench = new();

    [Fact]
    public async Task Show_WithSeveralLayers_SaysWhereEachValueComesFrom()
    {
        var file = _bench.Write("aidp.yml", "require_tasks: false\nmax_iterations: 9\n");
        Directory.CreateDirectory(_bench.In(".config/aidp"));
        await File.WriteAllTextAsync(_bench.In(".config/aidp/aidp.yml"), "budget:\n  tokens: 5\n", TestContext.Current.CancellationToken);
        _bench.Variables["AIDP_STYLE_GUIDE"] = "style.md";

        var (code, text, _) = await _bench.RunAsync("config", "show", "--state", "/somewhere", "--json");
        using var json = JsonDocument.Parse(text);
        var settings = json.RootElement.EnumerateArray().ToDictionary(setting => setting.GetProperty("path").GetString()!);

        Assert.Equal(ExitCodes.Completed, code);
        Assert.Equal(("9", "repositoryFile"), Of("max_iterations"));
        Assert.Equal(file, settings["max_iterations"].GetProperty("name").GetString());
        Assert.Equal(2, settings["max_iterations"].GetProperty("line").GetInt32());
        Assert.Equal(("5", "userFile"), Of("budget.tokens"));
        Assert.Equal(("style.md", "environment"), Of("style_guide"));
        Assert.Equal(("/somewhere", "commandLine"), Of("state"));
        Assert.Equal("default", Of("max_prompt").Item2);
        Assert.Equal(("make test", "detected"), Of("checks[0].run"));

        (string?, string?) Of(string path) => (settings[path].GetProperty("value").GetString(), settings[path].GetProperty("origin").GetString());
    }

    [Fact]
    public async Task Show_ForPeople_NamesFileAndLine()
    {
        var file = _bench.Write("aidp.yml", "max_iterations: 9\n");

        var (_, text, _) = await _bench.RunAsync("config", "show");

        Assert.Contains(text.Split('\n'), line => line.Contains("max_iterations", StringComparison.Ordinal) && line.Contains($"{file}:1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_WithSeveralMistakes_SaysAllOfThemWithTheirPlaces()
    {
        var file = _bench.Write("aidp.yml", "max_iteration: 9\nrequire_tasks: perhaps\n");

        var (code, text, _) = await _bench.RunAsync("config", "validate");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains($"{file}:1:1: ", text, StringComparison.Ordinal);
        Assert.Contains("max_iterations", text, StringComparison.Ordinal);
        Assert.Contains($"{file}:2:16: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAFileAsJson_GivesPlaces()
    {
        var file = _bench.Write("other.yml", "agnet: claude\n");

        var (code, text, _) = await _bench.RunAsync("config", "validate", "other.yml", "--json");
        using var json = JsonDocument.Parse(text);
        var problem = Assert.Single(json.RootElement.GetProperty("problems").EnumerateArray());

        Assert.Equal(ExitCodes.Usage, code);
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(file, problem.GetProperty("file").GetString());
        Assert.Equal((1, 1), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32()));
        Assert.Contains("'agent'", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfNothing_IsValid()
    {
        var (code, text, _) = await _bench.RunAsync("config", "validate");

        Assert.Equal(ExitCodes.Completed, code);
        Assert.EndsWith("valid\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAMissingFile_IsAMistakeOfTheCommandLine()
    {
        var (code, _, error) = await _bench.RunAsync("config", "validate", "missing.yml");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("There is no file", error, StringComparison.Ordinal);
    }

    public void Dispose() => _bench.Dispose();
}
