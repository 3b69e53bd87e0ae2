using System.Diagnostics;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.State;

public sealed class StateFolderTests : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly TestFolder _folder = new();
    readonly TestTerminal _terminal;

    public StateFolderTests() => _terminal = new(_folder);

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }

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
        var state = new StateFolder(_folder["a/b"]).Ensure(_terminal.Value);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(state.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lost+found")]
    [InlineData("store.db")]
    public void Ensure_OfAFolderThatOthersCanOpen_ClosesItAndSaysSo(string holds)
    {
        var folder = Open(UnixFileMode.None, holds);

        new StateFolder(folder).Ensure(_terminal.Value);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder));
        Assert.Contains($"Others could open the state folder {folder} (mode 755)", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.None, "thesis.txt")]
    [InlineData(UnixFileMode.StickyBit, "")]
    public void Ensure_OfAFolderThatHoldsOtherThings_LeavesItOpenAndRefusesIt(UnixFileMode more, string holds)
    {
        var folder = Open(more, holds);

        var refused = Assert.Throws<CommandException>(() => new StateFolder(folder).Ensure(_terminal.Value));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains($"for example --state {folder}/aidp", refused.Message, StringComparison.Ordinal);
        Assert.NotEqual(OwnerOnly, File.GetUnixFileMode(folder));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(new StateFolder(Path.Combine(folder, "aidp")).Ensure(_terminal.Value).Path));
    }

    [Fact]
    public void TryTake_WhileTaken_IsRefusedUntilItIsLetGo()
    {
        var state = new StateFolder(_folder["state"]).Ensure(_terminal.Value);
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
        var state = new StateFolder(_folder[new string('s', length)]).Ensure(_terminal.Value);

        var socket = SocketPlace.Prepare(state, terminal.Value);

        Assert.True(socket.Length <= SocketPlace.LongestPath);
        var place = Path.GetDirectoryName(socket)!;
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(place));
        Directory.Delete(place);
    }

    [Fact]
    public void Prepare_OfAFolderThatIsALink_IsRefusedAndNothingChanges()
    {
        var state = new StateFolder(_folder["state"]).Ensure(_terminal.Value);
        var target = Open(UnixFileMode.None, "thesis.txt");
        Directory.CreateSymbolicLink(Path.Combine(state.Path, "run"), target);
        var before = File.GetUnixFileMode(target);

        var refused = Assert.Throws<CommandException>(() => SocketPlace.Prepare(state, _terminal.Value));

        Assert.Contains("is a symbolic link", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.GetUnixFileMode(target));
    }

    [Fact]
    public void Take_OfAFolderOfSomebodyElse_IsRefusedAndNothingChanges()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Whose a folder is shows otherwise there.");
        var place = Environment.IsPrivilegedProcess ? GivenAway() : "/";
        var before = File.GetUnixFileMode(place);

        var refused = Assert.Throws<CommandException>(() => SocketPlace.Take(place));

        Assert.Contains($"The folder {place} belongs to somebody else", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.GetUnixFileMode(place));
    }

    /// <summary>Only root can make one, and only to root all that is there already is its own.</summary>
    string GivenAway()
    {
        var place = Directory.CreateDirectory(_folder["of-somebody"]).FullName;
        using var chown = Process.Start("chown", ["12345", place]);
        chown.WaitForExit();
        return place;
    }

    string Open(UnixFileMode more, string holds)
    {
        var folder = Directory.CreateDirectory(_folder["open"]).FullName;
        if (holds.Length > 0)
        {
            File.WriteAllText(Path.Combine(folder, holds), "");
        }

        File.SetUnixFileMode(folder, OwnerOnly | more | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        return folder;
    }
}
