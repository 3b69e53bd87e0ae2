using System.Diagnostics;
using System.Text;

namespace Aidp.Activities.Tests.Workspaces;

public sealed class LargeRepositoryTests : WorkspaceFixture
{
    const int Files = 100_000;

    [Fact]
    public async Task Run_HundredThousandFiles_Works()
    {
        User.Init();
        await ImportAsync();
        var watch = Stopwatch.StartNew();
        var run = await StartAsync();
        Report("inspect, clone, first checkout", watch);

        var (after, _) = await StepAsync(run, 1, "echo changed > d0/f7; echo new > new");
        Report("a step that changes two files", watch);

        await using var opened = await Workspaces.OpenAsync(after, Stop);
        Assert.Equal((2, 3), await opened.Repository.CountChangesAsync(run.Commit, after.Commit, Stop));
        Assert.IsType<Aidp.Activities.Workspaces.Publication.Published>(await opened.PublishAsync("Done", Stop));
        Report("publish", watch);
    }

    static void Report(string what, Stopwatch watch)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {watch.ElapsedMilliseconds} ms");
        watch.Restart();
    }

    /// <summary>Makes the commit without files on the disk, as git's own importer does.</summary>
    async Task ImportAsync()
    {
        var stream = new StringBuilder("commit refs/heads/main\ncommitter User <user@example.com> 0 +0000\ndata 5\nFirst\n");
        for (var i = 0; i < Files; i++)
        {
            var content = $"file {i}\n";
            stream.Append(System.Globalization.CultureInfo.InvariantCulture, $"M 644 inline d{i / 100}/f{i}\ndata {content.Length}\n{content}\n");
        }

        await File.WriteAllTextAsync(Folder["import"], stream.ToString(), Stop);
        await ShellAsync(User.Path, $"git fast-import --quiet < '{Folder["import"]}' && git update-index --refresh -q; git read-tree HEAD");
    }
}
