using System.Text.Json;

namespace Aidp.Functions.Tests;

public sealed class HostJsonTests
{
    // The API tells iterations and events from the inputs of steps; the Azure host leaves them out of histories unless it is told to keep them.
    [Fact]
    public void HostJson_OnTheAzureHost_KeepsTheInputsOfSteps()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));

        Assert.True(file.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("storeInputsInOrchestrationHistory").GetBoolean());
    }
}
