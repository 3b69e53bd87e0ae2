using System.Diagnostics;
using Aidp.Cli.Hosting;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Hosting;

public sealed class HostLogTests : IDisposable
{
    readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Turn_FullLog_MakesItTheOlderOneAndBeginsANewOne()
    {
        var log = _folder["host.log"];
        using var writer = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec >>'{log}'; echo before; read line; echo after"]) { RedirectStandardInput = true })!;
        await Eventually.TrueAsync(() => File.Exists(log) && File.ReadAllText(log) == "before\n");

        Assert.False(HostLog.Turn(log, 100));
        Assert.True(HostLog.Turn(log, 7));
        await writer.StandardInput.WriteLineAsync();
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("before\n", await File.ReadAllTextAsync(log + ".1", TestContext.Current.CancellationToken));
        Assert.Equal("after\n", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log + ".1"));
    }

    [Fact]
    public void Turn_LogThatIsNotThere_DoesNothing() => Assert.False(HostLog.Turn(_folder["none"], 0));
}
