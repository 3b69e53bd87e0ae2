using System.Text.Json;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Tests.Driving;

namespace Aidp.Orchestrations.Tests.Runs;

public sealed class AidpOrchestrationTests
{
    static readonly RunResult _completed = new() { Status = RunStatus.Completed, Reason = RunReasons.AllGatesOpen, Iterations = 3 };

    [Fact]
    public async Task RunAsync_ChildCompletes_ReturnsItsResultAndSaysWhereItIs()
    {
        var host = new ScriptedHost("r1", (_, _) => _completed).HasInput(Requests.Simple);

        var result = await host.RunAsync(new AidpOrchestration().RunAsync);

        Assert.Equal((RunStatus.Completed, 3), (result.Status, result.Iterations));
        var call = Assert.Single(host.Calls);
        Assert.Equal(("WorkLoop", "r1:loop"), (call.Name, Assert.IsType<SubOrchestrationOptions>(call.Options).InstanceId));
        Assert.Equal(new RunDispatch("r1:loop", "WorkLoop"), JsonSerializer.Deserialize<RunDispatch>(host.StoredStatus!));
    }

    [Fact]
    public async Task RunAsync_ChildFails_EndsInAResult()
    {
        var host = new ScriptedHost("r1", (_, _) => throw new InvalidOperationException("broken")).HasInput(Requests.Simple);

        var result = await host.RunAsync(new AidpOrchestration().RunAsync);

        Assert.Equal((RunStatus.Failed, RunReasons.Infrastructure), (result.Status, result.Reason));
        Assert.Contains("broken", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoRequest_EndsInAResult()
    {
        var host = new ScriptedHost("r1", (_, _) => _completed).HasInput<RunRequest?>(null);

        Assert.Equal(RunReasons.Infrastructure, (await host.RunAsync(new AidpOrchestration().RunAsync)).Reason);
    }
}
