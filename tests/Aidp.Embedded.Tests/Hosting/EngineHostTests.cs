using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Functions;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Tests.Hosting;

public sealed class EngineHostTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_StoreWithAWaitingInstance_GoesOnWithIt()
    {
        using var folder = new TestFolder();
        var store = Path.Combine(folder.Path, "aidp.db");
        await using (var first = await TestHost.StartAsync(options => options.Engine.StorePath = store))
        {
            await new ManagementClient(first.Http).StartAsync("Wait", "one", until: "Running");
            await first.StopAsync();
        }

        await using var second = await TestHost.StartAsync(options => options.Engine.StorePath = store);
        var client = second.Services.GetRequiredService<DurableTaskClient>();
        await client.RaiseEventAsync("one", "go", "on", Cancellation);
        Assert.Equal("got on", (await client.WaitForInstanceCompletionAsync("one", true, Cancellation)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Start_UnsupportedVersionStrategy_SaysSo()
    {
        using var folder = new TestFolder();
        var path = folder.Write("host.json", """{ "extensions": { "durableTask": { "versionMatchStrategy": "Strict" } } }""");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => TestHost.StartAsync(options => options.HostJsonPath = path));
        Assert.Contains("'Strict'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_LongerThanFunctionTimeout_FailsItsCall()
    {
        using var folder = new TestFolder();
        var path = folder.Write("host.json", """{ "functionTimeout": "00:00:00.050" }""");
        await using var host = await TestHost.StartAsync(options =>
        {
            options.HostJsonPath = path;
            options.Types.Add(typeof(EndlessFunctions));
        });
        var client = host.Services.GetRequiredService<DurableTaskClient>();
        var id = await client.ScheduleNewOrchestrationInstanceAsync("CallEndless", Cancellation);
        Assert.Equal(
            "System.TimeoutException: Timeout value of 00:00:00.0500000 was exceeded by function: Endless. Raise functionTimeout in host.json, or let the function do less at a time.",
            (await client.WaitForInstanceCompletionAsync(id, true, Cancellation)).ReadOutputAs<string>());
    }
}

/// <summary>An activity that ends only when it is told to.</summary>
public static class EndlessFunctions
{
    [Function("CallEndless")]
    public static async Task<string> CallAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync("Endless");
            return "ended";
        }
        catch (TaskFailedException exception)
        {
            return $"{exception.FailureDetails.ErrorType}: {exception.FailureDetails.ErrorMessage}";
        }
    }

    [Function("Endless")]
    public static Task RunAsync([ActivityTrigger] string? input, CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);
}
