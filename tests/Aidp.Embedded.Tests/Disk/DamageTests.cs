using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Disk;

/// <summary>Bytes that were synced are not what they were: a failing disk, a wild write, a file that was cut short or replaced.</summary>
public sealed class DamageTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-damage-").FullName;

    /// <summary>A seed for every 12 of <see cref="PowerCutTests.Seeds"/>.</summary>
    public static TheoryData<bool, int> Places => [.. Enumerable.Range(1, Math.Max(1, PowerCutTests.Seeds.Count / 12)).SelectMany(seed => new TheoryData<bool, int> { { false, seed }, { true, seed } })];

    [Theory]
    [MemberData(nameof(Places))]
    public void Damage_Anywhere_IsReportedOrHarmless(bool inLog, int seed)
    {
        var random = new Random(seed);
        var (name, damaged) = (inLog ? RecordedRun.FileName + "-wal" : RecordedRun.FileName, 0);
        using var run = new RecordedRun(Path.Combine(_folder, "run"), random);
        var last = run.Commits[^1];
        for (var number = 0; number < 75; number++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"copy-{number}")).FullName;
            using var disk = RecordingVfs.Watch(folder);
            run.Copy(folder);
            run.Mark(Path.Combine(folder, RecordedRun.FileName), last);
            var what = Damage(Path.Combine(folder, name), random);
            var evidence = File.ReadAllBytes(Path.Combine(folder, name));

            try
            {
                using var store = SqliteStore.Open(Path.Combine(folder, RecordedRun.FileName));
                var found = RandomWork.Digest(store);
                store.Verify(TestContext.Current.CancellationToken);
                store.Crash();
                Assert.True(found == last.Digest, $"seed {seed}, copy {number}: {what} changed what is read, and nobody noticed");
            }
            catch (StoreException e)
            {
                if (e.Message.Contains("commits are missing", StringComparison.Ordinal))
                {
                    Assert.Equal(evidence, File.ReadAllBytes(Path.Combine(folder, name)));
                }

                Assert.Matches("is damaged|is not a store|of another program|cannot be written or read|failed", e.Message);
                damaged++;
            }
        }

        // The rest hit free pages, or frames of the log that a later one replaces.
        Assert.InRange(damaged, 10, 75);
    }

    [Fact]
    public void OlderCopy_InThePlaceOfTheStore_IsRefused_UntilThePersonSaysSo()
    {
        var path = Path.Combine(_folder, RecordedRun.FileName);
        using (var store = SqliteStore.Open(path))
        {
            store.Commit([Store.OrchestrationStoreContract.Start("a")]);
        }

        File.Copy(path, path + ".old");
        using (var store = SqliteStore.Open(path))
        {
            store.Commit([Store.OrchestrationStoreContract.Start("b")]);
        }

        File.Move(path + ".old", path, overwrite: true);

        Assert.Contains("last 1 acknowledged commits are missing", Assert.Throws<StoreException>(() => SqliteStore.Open(path)).Message, StringComparison.Ordinal);
        File.Delete(path + ".lock");
        using var restored = SqliteStore.Open(path);
        Assert.NotNull(restored.Find("a"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static string Damage(string path, Random random)
    {
        var bytes = File.ReadAllBytes(path);
        var at = random.Next(bytes.Length);
        string what;
        switch (random.Next(3))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                what = $"a bit at {at}";
                break;
            case 1:
                var page = at - (at % 4096);
                bytes.AsSpan(page, Math.Min(4096, bytes.Length - page)).Clear();
                what = $"a page of zeros at {page}";
                break;
            default:
                bytes = bytes[..at];
                what = $"an end at {at}";
                break;
        }

        File.WriteAllBytes(path, bytes);
        return what;
    }
}
