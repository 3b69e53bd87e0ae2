using System.Text.RegularExpressions;
using Aidp.Activities.Configuration;
using Aidp.Cli.Starting;

namespace Aidp.Cli.Tests.Verbs;

public sealed partial class InitVerbTests : IDisposable
{
    readonly Workbench _bench = new();

    [Fact]
    public async Task Init_OfARepository_WritesWhatValidateAccepts()
    {
        var (code, shown, _) = await _bench.RunAsync("init");
        var written = await File.ReadAllTextAsync(Path.Combine(_bench.Repository, "aidp.yml"), TestContext.Current.CancellationToken);
        var (valid, text, _) = await _bench.RunAsync("config", "validate");

        Assert.Equal(ExitCodes.Completed, code);
        Assert.Equal(written, shown);
        Assert.Contains("run: \"make test\"", written, StringComparison.Ordinal);
        Assert.True(valid == ExitCodes.Completed, text);
    }

    [Fact]
    public async Task Init_OfARepository_PointsEditorsToTheSchema()
    {
        await _bench.RunAsync("init");
        var first = (await File.ReadAllLinesAsync(Path.Combine(_bench.Repository, "aidp.yml"), TestContext.Current.CancellationToken))[0];
        const string Pointer = "# yaml-language-server: $schema=";

        Assert.StartsWith(Pointer, first, StringComparison.Ordinal);
        Assert.Equal(PublishedSchema.ToJson(), await File.ReadAllTextAsync(Path.Combine(_bench.Repository, first[Pointer.Length..]), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Init_WhereAConfigurationIs_LeavesItUnlessForced()
    {
        var file = _bench.Write("aidp.yml", "max_iterations: 3\n");

        var (refused, _, error) = await _bench.RunAsync("init");
        var kept = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var (forced, _, _) = await _bench.RunAsync("init", "--force");

        Assert.Equal(ExitCodes.Usage, refused);
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Assert.Equal("max_iterations: 3\n", kept);
        Assert.Equal(ExitCodes.Completed, forced);
        Assert.DoesNotContain("max_iterations: 3\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_OutsideOfARepository_SaysSo()
    {
        var (code, _, error) = await _bench.RunAsync("init", "--repo", _bench.Folder);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("is not in a git repository", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_WithoutTheirCommentSigns_AreValid()
    {
        var text = InitialConfiguration.Write(".aidp/aidp.schema.json", null, []);
        var file = _bench.Write("examples.yml", Example().Replace(text, "$1"));

        Assert.Contains("\nchecks:\n  - name: test\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Empty(ConfigurationLoader.Validate(file, ofRepository: true));
    }

    public void Dispose() => _bench.Dispose();

    // A commented setting, or a line that belongs to one; not a sentence.
    [GeneratedRegex("^# ((?: {2}|[a-z_]+:).*)$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
