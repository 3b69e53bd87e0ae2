using System.Text.Json;
using Aidp.Cli.Doctor;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;

namespace Aidp.Cli.Tests.Verbs;

public sealed class DoctorVerbTests : IDisposable
{
    readonly Workbench _bench = new();

    [Fact]
    public async Task Doctor_WhereAllIsWell_SaysWhatItFoundAndLeavesNothing()
    {
        var (code, findings) = await LookAsync();

        Assert.Equal(ExitCodes.Completed, code);
        Assert.DoesNotContain(findings, finding => finding.Level == "problem");
        foreach (var subject in (string[])["git", "supervisor", "state folder", "file system", "free space", "host", "store", "agent demo", "repository", "checks"])
        {
            Assert.Contains(findings, finding => finding.Subject == subject && finding.Level == "ok");
        }

        Assert.Contains("make test", findings.Single(finding => finding.Subject == "checks").Cause, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.State));
        Assert.Equal(["repository"], Directory.EnumerateFileSystemEntries(_bench.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Doctor_WithAFolderThatOthersCanOpen_WarnsAndNamesTheRemedy()
    {
        Directory.CreateDirectory(_bench.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);

        var (code, findings) = await LookAsync();
        var warning = findings.Single(finding => finding is { Subject: "state folder", Level: "warning" });

        Assert.Equal(ExitCodes.Completed, code);
        Assert.Equal($"chmod 700 '{_bench.State}'", warning.Remedy);
    }

    [Fact]
    public async Task Doctor_WhileAHostRuns_LooksAtItsStoreAndLeavesItRunning()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings { State = new StateFolder(_bench.State) }, _bench.Terminal(TextWriter.Null, TextWriter.Null), TestContext.Current.CancellationToken);

        var (first, findings) = await LookAsync();
        var (second, _) = await LookAsync();

        Assert.Equal((ExitCodes.Completed, ExitCodes.Completed), (first, second));
        Assert.Equal($"process {Environment.ProcessId} answers", findings.Single(finding => finding.Subject == "host").Cause);
        Assert.StartsWith("intact, version ", findings.Single(finding => finding.Subject == "store").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithABrokenStore_IsAProblem()
    {
        Directory.CreateDirectory(_bench.State);
        await File.WriteAllTextAsync(Path.Combine(_bench.State, "store.db"), new string('x', 5000), TestContext.Current.CancellationToken);

        var (code, findings) = await LookAsync();

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("is not a store", findings.Single(finding => finding.Subject == "store").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithAWrongConfiguration_NamesThePlaceAndLooksOn()
    {
        var file = _bench.Write("aidp.yml", "agnet: demo\n");

        var (code, findings) = await LookAsync();

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains($"{file}:1:1", findings.Single(finding => finding.Subject == "configuration").Cause, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Subject == "repository");
    }

    [Fact]
    public async Task Doctor_WithAPreferredAgentThatIsMissing_IsAProblem()
    {
        _bench.Write("aidp.yml", "agents:\n  - name: codex\n    executable: /nowhere/codex\n");

        var (code, findings) = await LookAsync();
        var agent = findings.Single(finding => finding.Subject == "agent codex");

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Equal("problem", agent.Level);
        Assert.Contains("/nowhere/codex", agent.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ForPeople_HasALineForEachFindingAndACount()
    {
        var (_, text, error) = await _bench.RunAsync("doctor");

        Assert.Contains(text.Split('\n'), line => line.Contains("ok", StringComparison.Ordinal) && line.Contains("supervisor", StringComparison.Ordinal));
        Assert.StartsWith("no problems, ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.1.0-18-amd64", "ok")]
    [InlineData("5.15.153.1-microsoft-standard-WSL2", "ok")]
    [InlineData("4.4.0-19041-Microsoft", "problem")]
    public void Linux_ByItsRelease_IsJudged(string release, string level) => Assert.Equal(level, SystemFindings.Linux(release).Level.ToString(), ignoreCase: true);

    public void Dispose() => _bench.Dispose();

    async Task<(int ExitCode, List<(string Level, string Subject, string Cause, string? Remedy)> Findings)> LookAsync()
    {
        var (code, text, _) = await _bench.RunAsync("doctor", "--json");
        using var json = JsonDocument.Parse(text);
        return (code, [.. json.RootElement.EnumerateArray().Select(finding => (
            finding.GetProperty("level").GetString()!,
            finding.GetProperty("subject").GetString()!,
            finding.GetProperty("cause").GetString()!,
            finding.TryGetProperty("remedy", out var remedy) ? remedy.GetString() : null))]);
    }
}
