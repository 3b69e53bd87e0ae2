using Aidp.Activities.Confinement;
using Aidp.Activities.Tests.Workspaces;

namespace Aidp.Activities.Tests.Confinement;

public sealed class SourceFoldersTests : WorkspaceFixture
{
    [Fact]
    public void Of_OrdinaryRepository_IsItsWorkingCopy() => Assert.Equal([User.Path], SourceFolders.Of(User.Path));

    [Fact]
    public void Of_LinkedWorkingCopy_IsThatAndTheSharedGitFolder()
    {
        User.WithCommit().Git("worktree", "add", "-q", Folder["linked"]);

        Assert.Equal([Folder["linked"], Path.Combine(User.Path, ".git")], SourceFolders.Of(Folder["linked"]));
    }

    [Fact]
    public void Of_RepositoryThatHoldsTemporaryFiles_IsLeftOut() => Assert.Empty(SourceFolders.Of(Path.GetPathRoot(Path.GetTempPath())!));

    [Fact]
    public void Of_UrlOfAFolderHere_IsThatFolder() => Assert.Equal([User.Path], SourceFolders.Of("file://" + User.Path.Replace(" ", "%20", StringComparison.Ordinal)));

    [Fact]
    public void Of_CloneUrl_IsNothingHere() => Assert.Empty(SourceFolders.Of("https://example.org/repository.git"));
}
