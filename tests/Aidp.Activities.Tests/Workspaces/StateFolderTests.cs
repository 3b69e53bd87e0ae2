using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Tests.Workspaces;

public sealed class StateFolderTests
{
    [Fact]
    public void GitToken_SameRunInAnotherState_IsAnother() =>
        Assert.NotEqual(new StateFolder("/states/one").GitToken("run"), new StateFolder("/states/two").GitToken("run"));

    [Fact]
    public void CheckToken_SameStepInAnotherState_IsAnother() =>
        Assert.NotEqual(new StateFolder("/states/one").CheckToken("run", 2), new StateFolder("/states/two").CheckToken("run", 2));

    [Fact]
    public void GitToken_SameFolderWrittenDifferently_IsTheSame() =>
        Assert.Equal(new StateFolder("/states/one").GitToken("run"), new StateFolder("/states/two/../one").GitToken("run"));
}
