using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Hosting;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class HostJsonTests
{
    [Fact]
    public void Load_NoFile_DefaultsWithoutTimeLimit()
    {
        var settings = HostJson.Load(null);
        Assert.Equal("api", settings.RoutePrefix);
        Assert.Null(settings.FunctionTimeout);
        Assert.Empty(settings.UnknownKeys);
    }

    [Fact]
    public void Load_DurableTaskSection_SetsTheEngine()
    {
        using var folder = new TestFolder();
        var settings = HostJson.Load(folder.Write("host.json", """
            {
              "functionTimeout": "01:30:00",
              "extensions": {
                "durableTask": {
                  "hubName": "aidp", "defaultVersion": "1.2", "versionMatchStrategy": "CurrentOrOlder", "versionFailureStrategy": "Fail",
                  "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 4,
                  "storageProvider": { "type": "AzureStorage" }, "maxConcurentActivities": 1
                }
              }
            }
            """));
        var engine = new EmbeddedEngineOptions();
        settings.ApplyTo(engine);
        Assert.Equal(("1.2", "CurrentOrOlder", "Fail", 3, 4), (engine.DefaultVersion, engine.VersionMatchStrategy, engine.VersionFailureStrategy, engine.MaxConcurrentActivities, engine.MaxConcurrentOrchestrators));
        Assert.Equal("aidp", settings.HubName);
        Assert.Equal(TimeSpan.FromMinutes(90), settings.FunctionTimeout);
        Assert.Equal(["maxConcurentActivities"], settings.UnknownKeys);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("\"-1\"")]
    public void Load_TimeoutMinusOne_NoLimit(string text)
    {
        using var folder = new TestFolder();
        Assert.Null(HostJson.Load(folder.Write("host.json", $$"""{ "functionTimeout": {{text}} }""")).FunctionTimeout);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "functionTimeout": "soon" }""")]
    [InlineData("""{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": "two" } } }""")]
    public void Load_Malformed_NamesTheFile(string text)
    {
        using var folder = new TestFolder();
        var path = folder.Write("host.json", text);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => HostJson.Load(path)).Message, StringComparison.Ordinal);
    }
}
