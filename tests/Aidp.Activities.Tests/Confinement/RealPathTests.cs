using Aidp.Activities.Confinement;
using Aidp.Activities.Tests.Processes;

namespace Aidp.Activities.Tests.Confinement;

public sealed class RealPathTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("a/b/c/not/there")]
    [InlineData("a/./b/../b//c/")]
    public void Of_NoLink_IsTheFullPath(string path)
    {
        Directory.CreateDirectory(_folder["a/b/c"]);

        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder[path])), RealPath.Of(_folder[path]));
    }

    [Fact]
    public void Of_LinksOnTheWay_AreFollowed()
    {
        Directory.CreateDirectory(_folder["real/inner"]);
        Directory.CreateSymbolicLink(_folder["absolute"], _folder["real"]);
        Directory.CreateSymbolicLink(_folder["real/inner/up"], "../../absolute/inner");
        Directory.CreateSymbolicLink(_folder["relative"], "./absolute/inner/up");

        Assert.Equal(_folder["real/inner/file"], RealPath.Of(_folder["relative/file"]));
    }

    [Fact]
    public void Of_LinksInACircle_ComesToAnEnd()
    {
        Directory.CreateSymbolicLink(_folder["one"], "two");
        Directory.CreateSymbolicLink(_folder["two"], "one");

        Assert.StartsWith(_folder.Path, RealPath.Of(_folder["one/file"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a", "/a", true)]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/a", "/a/b", false)]
    public void IsWithin_Folder_HoldsItselfAndWhatIsBelow(string path, string folder, bool expected) => Assert.Equal(expected, RealPath.IsWithin(path, folder));
}
