using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.State;

public sealed class StateFolderTests : IDisposable
{
    readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_WithAnOption_TakesItRelativeToTheCurrentFolder()
    {
        using var terminal = new TestTerminal(_folder) { Variables = { ["AIDP_STATE"] = "/elsewhere" } };

        Assert.Equal(_folder["mine"], StateFolder.Find("mine", terminal.Value).Path);
    }

    [Fact]
    public void Find_WithAVariable_TakesIt()
    {
        using var terminal = new TestTerminal(_folder) { Variables = { ["AIDP_STATE"] = "/elsewhere", ["XDG_STATE_HOME"] = "/xdg" } };

        Assert.Equal("/elsewhere", StateFolder.Find(null, terminal.Value).Path);
    }

    [Theory]
    [InlineData("/xdg", "/xdg/aidp")]
    [InlineData("relative", null)]
    [InlineData("", null)]
    public void Find_WithNothingElse_TakesTheXdgFolder(string xdg, string? expected)
    {
        using var terminal = new TestTerminal(_folder) { Variables = { ["XDG_STATE_HOME"] = xdg } };

        Assert.Equal(expected ?? _folder[".local/state/aidp"], StateFolder.Find(null, terminal.Value).Path);
    }

    [Fact]
    public void Ensure_OfAMissingFolder_MakesItForItsOwnerOnly()
    {
        var state = new StateFolder(_folder["a/b"]).Ensure();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(state.Path));
    }

    [Fact]
    public void TryTake_WhileTaken_IsRefusedUntilItIsLetGo()
    {
        var state = new StateFolder(_folder["state"]).Ensure();
        using (var first = HostLock.TryTake(state, "1"))
        {
            Assert.NotNull(first);
            Assert.Null(HostLock.TryTake(state, "1"));
        }

        using var second = HostLock.TryTake(state, "1");
        Assert.NotNull(second);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(150)]
    public void Prepare_OfAnyFolder_GivesAPathThatASocketCanHave(int length)
    {
        using var terminal = new TestTerminal(_folder);
        var state = new StateFolder(_folder[new string('s', length)]).Ensure();

        var socket = SocketPlace.Prepare(state, terminal.Value);

        Assert.True(socket.Length <= SocketPlace.LongestPath);
        var place = Path.GetDirectoryName(socket)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(place));
        Directory.Delete(place);
    }
}
