using System.Text.Json;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Cli.Tests.Verbs;

/// <summary>A run that another program began, whose history this one cannot go on with.</summary>
public sealed class HeldRunTests : IAsyncLifetime
{
    const string Run = "begun-elsewhere";

    readonly TestFolder _folder = new();
    readonly TestTerminal _hostTerminal;
    HostProcess? _host;

    public HeldRunTests() => _hostTerminal = new(_folder);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var state = new StateFolder(_folder["state"]).Ensure(_hostTerminal.Value);
        await BeginAsync(state.StoreFile);
        _host = await HostProcess.StartAsync(new HostSettings { State = state, Port = 0 }, _hostTerminal.Value, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _hostTerminal.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("ps")]
    [InlineData("jobs list")]
    public async Task List_HeldRun_SaysThatItIsHeld(string verb) => Assert.Matches($"{Run} +held ", await AskAsync(verb.Split(' ')));

    [Theory]
    [InlineData("status")]
    [InlineData("jobs status")]
    [InlineData("why")]
    public async Task Look_AtAHeldRun_SaysWhyAndWhatHelps(string verb)
    {
        var said = await AskAsync([.. verb.Split(' '), Run]);

        Assert.Contains("held", said, StringComparison.Ordinal);
        Assert.Contains("call activity 'Elsewhere'", said, StringComparison.Ordinal);
        Assert.Contains($"the version of Aidp that began it once more, and let it end there; or end it: aidp cancel {Run} --state ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_OfAHeldRun_HasTheReason()
    {
        Assert.Contains("'Elsewhere'", JsonElement.Parse(await AskAsync("ps", "--json"))[0].GetProperty("held").GetString(), StringComparison.Ordinal);
        Assert.Contains("'Elsewhere'", JsonElement.Parse(await AskAsync("status", Run, "--json")).GetProperty("held").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Held_OverTheNetwork_NeedsAKey()
    {
        using var http = new HttpClient { BaseAddress = _host!.Record.Url };
        using var refused = await http.GetAsync(new Uri("host/held", UriKind.Relative), Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
        using var ended = await http.PostAsync(new Uri($"host/held/{Run}/end", UriKind.Relative), null, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, ended.StatusCode);
    }

    [Fact]
    public async Task Pause_OfAHeldRun_IsRefused()
    {
        using var terminal = new TestTerminal(_folder);

        Assert.Equal(ExitCodes.Failed, await terminal.RunAsync("pause", Run, "--state", "state"));
        Assert.Contains("is held, and takes no signal", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attach", ExitCodes.WaitingForPerson)]
    [InlineData("jobs status -f", ExitCodes.WaitingForPerson)]
    [InlineData("logs -f", ExitCodes.Completed)]
    public async Task Follow_OfAHeldRun_EndsAndSaysWhatHelps(string verb, int exitCode)
    {
        using var terminal = new TestTerminal(_folder);

        Assert.Equal(exitCode, await terminal.RunAsync([.. verb.Split(' '), Run, "--state", "state"]));
        Assert.Contains($"{Run} is held", terminal.Error, StringComparison.Ordinal);
        Assert.Contains($"or end it: aidp cancel {Run} --state ", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("jobs stop")]
    public async Task Cancel_OfAHeldRun_EndsIt(string verb)
    {
        Assert.Contains("cancelled", await AskAsync([.. verb.Split(' '), Run]), StringComparison.Ordinal);

        var run = JsonElement.Parse(await AskAsync("status", Run, "--json"));
        Assert.Equal("cancelled", run.GetProperty("status").GetString());
        Assert.False(run.TryGetProperty("held", out _));
        Assert.DoesNotContain(Run, await AskAsync("ps"), StringComparison.Ordinal);
    }

    /// <summary>Lets another program begin a run, and leave it.</summary>
    static async Task BeginAsync(string store)
    {
        var functions = new FunctionRegistry()
            .AddOrchestrator(FunctionNames.AidpOrchestrator, async context =>
            {
                var child = RunIds.LoopOf(context.InstanceId);
                context.SetCustomStatus(new RunDispatch(child, FunctionNames.WorkLoop));
                return await context.CallSubOrchestratorAsync<object>(FunctionNames.WorkLoop, null, new SubOrchestrationOptions(instanceId: child));
            })
            .AddOrchestrator(FunctionNames.WorkLoop, async context =>
            {
                await context.CallActivityAsync("Elsewhere");
                return await context.WaitForExternalEvent<string>("never");
            })
            .AddActivity("Elsewhere", (_, _) => Task.FromResult<string?>(null));
        await using var engine = new DurableEngine(functions, new EmbeddedEngineOptions { StorePath = store, Program = "another" }, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync(Cancellation);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync(FunctionNames.AidpOrchestrator, null, new StartOrchestrationOptions(Run), Cancellation);
        await Eventually.TrueAsync(async () => await engine.Client.GetInstanceAsync(RunIds.LoopOf(Run), Cancellation) is not null
            && (await engine.Client.GetOrchestrationHistoryAsync(RunIds.LoopOf(Run), Cancellation)).Any(item => item is TaskCompletedEvent));
    }

    async Task<string> AskAsync(params string[] arguments)
    {
        using var terminal = new TestTerminal(_folder);
        var exitCode = await terminal.RunAsync([.. arguments, "--state", "state"]);
        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        return terminal.Out;
    }
}
