using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Store;

public sealed class FileSystemCheckTests
{
    const string Mounts =
        """
        25 30 0:23 / /proc rw,nosuid - proc proc rw
        30 1 259:1 / / rw,relatime shared:1 - ext4 /dev/vda rw
        40 30 0:50 / /home rw,relatime - nfs4 server:/home rw
        41 40 0:51 / /home/me/with\040space rw,relatime - xfs /dev/vdb rw
        42 30 0:52 / /mnt/c rw - 9p C:\ rw
        """;

    [Theory]
    [InlineData("/var/lib/store.db", "ext4")]
    [InlineData("/home/me/store.db", "nfs4")]
    [InlineData("/home/me/with space/store.db", "xfs")]
    [InlineData("/homely/store.db", "ext4")]
    [InlineData("/mnt/c/store.db", "9p")]
    public void Find_APath_GivesTheTypeOfTheDeepestMount(string path, string type) => Assert.Equal(type, FileSystemCheck.Find(Mounts, path));

    [Fact]
    public void TypeOf_APathOverALink_IsWhereItLeads()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "There is no other file system here that everybody can read.");
        var folder = Directory.CreateTempSubdirectory("aidp-links-");
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "first"), "second");
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "second"), "/proc/self");

            Assert.Equal("proc", FileSystemCheck.TypeOf(Path.Combine(folder.FullName, "first/not/there")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void ThrowIfRemote_OfALocalFolder_DoesNot() => FileSystemCheck.ThrowIfRemote(Path.Combine(AppContext.BaseDirectory, "store.db"));
}
