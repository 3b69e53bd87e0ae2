using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.Tests.Runs;

public sealed class RunIdsTests
{
    [Theory]
    [InlineData("r1", true)]
    [InlineData("watch:12.a_b-c", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("R1", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a#b", false)]
    [InlineData("a?b", false)]
    [InlineData("a b", false)]
    [InlineData("ab\n", false)]
    [InlineData("ä", false)]
    [InlineData("r1:loop", false)]
    public void IsValid_Id_FollowsTheRule(string? id, bool valid) => Assert.Equal(valid, RunIds.IsValid(id));

    [Fact]
    public void IsValid_LongestId_LeavesRoomForItsChild()
    {
        string longest = new('a', RunIds.MostCharacters);

        Assert.True(RunIds.IsValid(longest));
        Assert.False(RunIds.IsValid(longest + "a"));
        Assert.True(RunIds.LoopOf(longest).Length <= RunIds.MostInstanceCharacters);
    }

    [Theory]
    [InlineData("r1:loop", "r1")]
    [InlineData("r1", "r1")]
    [InlineData(":loop", ":loop")]
    public void RunOf_Instance_IsItsRun(string instance, string run) => Assert.Equal(run, RunIds.RunOf(instance));
}
