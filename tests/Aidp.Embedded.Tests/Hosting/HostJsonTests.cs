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
        Assert.Equal(["durableTask.maxConcurentActivities"], settings.UnknownKeys);
    }

    [Fact]
    public void Load_EmbeddedSection_SetsTheLimits_AndLeavesTheOthers()
    {
        using var folder = new TestFolder();
        var settings = HostJson.Load(folder.Write("host.json", """
            {
              "extensions": {
                "embedded": {
                  "maxPayloadLength": 1, "maxCustomStatusLength": 2, "maxHistoryEvents": 30, "maxHistoryBytes": 5000000000, "maxPendingEvents": 5, "maxPending": 6
                }
              }
            }
            """));
        var engine = new EmbeddedEngineOptions { MaxLiveOrchestrations = 7 };
        settings.ApplyTo(engine);
        Assert.Equal((1, 2, 30, 5_000_000_000, 5, 7), (engine.MaxPayloadLength, engine.MaxCustomStatusLength, engine.MaxHistoryEvents, engine.MaxHistoryBytes, engine.MaxPendingMessages, engine.MaxLiveOrchestrations));
        Assert.Equal(["maxPending"], settings.UnknownKeys.Select(key => key.Split('.')[^1]));
        HostJson.Load(null).ApplyTo(engine);
        Assert.Equal((1, 5), (engine.MaxPayloadLength, engine.MaxPendingMessages));
    }

    [Fact]
    public void Load_LimitOutOfRange_NamesTheFileAndTheKey()
    {
        using var folder = new TestFolder();
        var path = folder.Write("host.json", """{ "extensions": { "embedded": { "maxHistoryEvents": 0 } } }""");
        Assert.Matches($"{path} .*extensions.embedded.maxHistoryEvents .*at least 10", Assert.Throws<InvalidDataException>(() => HostJson.Load(path)).Message);
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
