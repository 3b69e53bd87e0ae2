using Aidp.Embedded.Store;
using Aidp.Embedded.Tests.Store;

namespace Aidp.Embedded.Tests.Disk;

/// <summary>The power goes at any moment: what was written since the last sync of a file is lost, torn or reordered.</summary>
/// <remarks><c>AIDP_DISK_SEEDS</c> is the number of seeds, 12 by default, each of which makes a run of 40 commits and cuts it off at 20 places.</remarks>
public sealed class PowerCutTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-cut-").FullName;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("AIDP_DISK_SEEDS"), out var seeds) ? seeds : 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Store_AfterACutAnywhere_HoldsExactlyWhatWasAcknowledgedOrBegun(int seed)
    {
        foreach (var cut in Cuts(new Random(seed), syncAlways: true))
        {
            using var store = SqliteStore.Open(cut.Path);

            var found = RandomWork.Digest(store);
            Assert.True(found == cut.Acknowledged.Digest || found == cut.Begun.Digest, $"seed {seed}, cut behind operation {cut.At}: {cut.Acknowledged.Number} commits were acknowledged");
            store.Verify(TestContext.Current.CancellationToken);
            Assert.Equal(WriteVerdict.Done, store.Commit([OrchestrationStoreContract.Start("after")]).Results[0].Verdict);
            store.Crash();
        }
    }

    [Fact]
    public void Store_ThatDoesNotSyncEveryCommit_LosesSome_AndSaysSo()
    {
        var messages = new List<string>();
        foreach (var cut in Cuts(new Random(0), syncAlways: false))
        {
            if (Record.Exception(() => SqliteStore.Open(cut.Path).Crash()) is { } lost)
            {
                messages.Add(Assert.IsType<StoreException>(lost).Message);
            }
        }

        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Contains("acknowledged commits are missing", message, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    IEnumerable<(string Path, int At, RecordedRun.Acknowledged Acknowledged, RecordedRun.Acknowledged Begun)> Cuts(Random random, bool syncAlways)
    {
        using var run = new RecordedRun(Path.Combine(_folder, "run"), random, syncAlways);
        for (var number = 0; number < 20; number++)
        {
            var at = random.Next(run.Operations + 1);
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"cut-{number}")).FullName;
            using var disk = RecordingVfs.Watch(folder);
            run.Disk.Cut(at, folder, random);
            var acknowledged = run.Commits.LastOrDefault(commit => commit.End <= at) ?? run.Commits[0];
            var path = Path.Combine(folder, RecordedRun.FileName);
            run.Mark(path, acknowledged);
            yield return (path, at, acknowledged, run.Commits.FirstOrDefault(commit => commit.End > at) ?? acknowledged);
        }
    }
}
