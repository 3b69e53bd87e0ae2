using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Tests.Workspaces;

public sealed class StepJournalTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    StepJournal Journal => new(_folder["step"], TimeProvider.System);

    [Fact]
    public async Task Read_NothingRecorded_IsNone()
    {
        Assert.Null(await Journal.ReadAttemptAsync(Stop));
        Assert.Null(await Journal.ReadOutcomeAsync<string>(Stop));
        Assert.Equal(0, await Journal.EndLeftoversAsync(Stop));
    }

    [Fact]
    public async Task Read_AttemptAndOutcome_AreAsRecorded()
    {
        var attempt = new StepAttempt(2, "token", ProcessIdentity.Current, DateTimeOffset.UnixEpoch);
        await Journal.BeginAttemptAsync(attempt, Stop);
        await Journal.RecordOutcomeAsync("完成", Stop);

        Assert.Equal(attempt, await Journal.ReadAttemptAsync(Stop));
        Assert.Equal("完成", await Journal.ReadOutcomeAsync<string>(Stop));
        Assert.Equal(["outcome.json", "started.json"], Directory.GetFiles(_folder["step"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_DamagedFile_SaysWhichAndWhatHelps()
    {
        await Journal.RecordOutcomeAsync("x", Stop);
        await File.WriteAllTextAsync(_folder["step/outcome.json"], "{", Stop);

        Assert.Contains("outcome.json", (await Assert.ThrowsAsync<InvalidDataException>(() => Journal.ReadOutcomeAsync<string>(Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsAlive_ProcessOfAnotherStart_IsNot()
    {
        Assert.True(ProcessIdentity.Current.IsAlive);
        Assert.False((ProcessIdentity.Current with { StartTime = ProcessIdentity.Current.StartTime + 1 }).IsAlive);
        Assert.False((ProcessIdentity.Current with { BootId = "another" }).IsAlive);
    }

    public void Dispose() => _folder.Dispose();
}
