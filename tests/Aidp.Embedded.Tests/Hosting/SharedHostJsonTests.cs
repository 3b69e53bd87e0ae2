using Aidp.Embedded.Hosting;

namespace Aidp.Embedded.Tests.Hosting;

/// <summary>The file that both hosts read.</summary>
public sealed class SharedHostJsonTests
{
    [Fact]
    public void Load_TheProjectsOwnFile_NothingUnknownInIt()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Aidp.sln")))
        {
            folder = folder.Parent;
        }

        var settings = HostJson.Load(Path.Combine(folder!.FullName, "host.json"));
        Assert.Empty(settings.UnknownKeys);
        Assert.Empty(settings.RoutePrefix);
        Assert.Null(settings.FunctionTimeout);
        Assert.Equal("aidp", settings.HubName);
    }
}
