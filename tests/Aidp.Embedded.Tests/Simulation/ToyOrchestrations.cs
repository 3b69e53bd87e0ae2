using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>The orchestrators of a simulation: they carry out programs and return a log of words.</summary>
sealed class ToyOrchestrations(ToyPrograms programs, ToyWorld world)
{
    public const string Toy = "Toy";

    const string Fickle = "Fickle";

    const string Pinger = "Pinger";

    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>Adds the orchestrators to the activities of the world.</summary>
    public void Register() => world.Functions
        .AddOrchestrator(Toy, RunAsync)
        .AddOrchestrator(Fickle, FickleAsync)
        .AddOrchestrator(Pinger, Ping);

    async Task<object?> RunAsync(TaskOrchestrationContext context)
    {
        var input = context.GetInput<ToyInput>()!;
        var program = programs[input.Program];
        var run = new ToyRun(context, context.NewGuid().ToString("N")[..12]);
        List<string> log = input.Generation == 0 ? [$"@{context.InstanceId}"] : [.. input.Log];
        await StepsAsync(run, program.Steps, "0", log);
        if (input.Generation + 1 < program.Generations)
        {
            context.ContinueAsNew(input with { Generation = input.Generation + 1, Log = log }, program.KeepsEvents);
            return null;
        }

        return log;
    }

    async Task StepsAsync(ToyRun run, IReadOnlyList<ToyStep> steps, string path, List<string> log)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            await StepAsync(run, steps[i], $"{path}.{i}", log);
        }
    }

    async Task StepAsync(ToyRun run, ToyStep step, string path, List<string> log)
    {
        var context = run.Context;
        switch (step)
        {
            case ToyStep.Call call:
                log.Add(await context.CallActivityAsync<string>(ToyWorld.Echo, new ToyCall(run.Key, path, call.Word)));
                break;
            case ToyStep.Flaky flaky:
                log.Add(await FlakyAsync(run, flaky, path));
                break;
            case ToyStep.Sleep sleep:
                await context.CreateTimer(sleep.Time, CancellationToken.None);
                log.Add("slept");
                break;
            case ToyStep.Wait:
                log.Add($"p{await context.WaitForExternalEvent<int>(world.Expect(context.InstanceId, ToyWorld.SharedEvent))}");
                break;
            case ToyStep.WaitAlone:
                log.Add($"a{await context.WaitForExternalEvent<int>(world.Expect(context.InstanceId, $"{run.Key}-{path}"))}");
                break;
            case ToyStep.WaitUpTo limited:
                log.Add(await WaitUpToAsync(context, limited));
                break;
            case ToyStep.All all:
                var logs = all.Branches.Select(_ => new List<string>()).ToList();
                await Task.WhenAll(all.Branches.Select((branch, i) => StepsAsync(run, branch, $"{path}.{i}", logs[i])));
                log.AddRange(logs.SelectMany(words => words));
                break;
            case ToyStep.Any any:
                var branches = any.Branches.Select((branch, i) => StepsAsync(run, branch, $"{path}.{i}", [])).ToList();
                var first = await Task.WhenAny(branches);
                await first;
                log.Add($"any{branches.IndexOf(first)}");
                break;
            case ToyStep.Child child:
                log.Add(await ChildAsync(run, child, path));
                break;
            case ToyStep.FickleChild fickle:
                log.Add(await FickleChildAsync(run, fickle, path));
                break;
            case ToyStep.Ping ping:
                log.Add(await PingAsync(run, ping, path));
                break;
            case ToyStep.Status status:
                context.SetCustomStatus(status.Text);
                log.Add("status");
                break;
            default:
                throw new NotSupportedException($"{step}");
        }
    }

    static async Task<string> FlakyAsync(ToyRun run, ToyStep.Flaky flaky, string path)
    {
        var options = flaky.ByHandler
            ? TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < flaky.Attempts)
            : TaskOptions.FromRetryPolicy(new RetryPolicy(flaky.Attempts, FirstRetry, 2));
        try
        {
            return $"try{await run.Context.CallActivityAsync<int>(ToyWorld.Fail, new ToyCall(run.Key, path, string.Empty, flaky.Failures), options)}";
        }
        catch (TaskFailedException)
        {
            return "failed";
        }
    }

    async Task<string> WaitUpToAsync(TaskOrchestrationContext context, ToyStep.WaitUpTo limited)
    {
        try
        {
            return $"t{await context.WaitForExternalEvent<int>(world.Expect(context.InstanceId, ToyWorld.LimitedEvent), limited.Time)}";
        }
        catch (TaskCanceledException)
        {
            return "late";
        }
    }

    static async Task<string> ChildAsync(ToyRun run, ToyStep.Child child, string path)
    {
        var id = child.Named ? $"{run.Context.InstanceId}.{run.Key}.{path}" : null;
        try
        {
            var words = await run.Context.CallSubOrchestratorAsync<List<string>>(Toy, new ToyInput(child.Program, 0, []), id is null ? null : new SubOrchestrationOptions(instanceId: id));
            return $"child{words[0]}#{ToyModel.Digest(words)}";
        }
        catch (TaskFailedException)
        {
            return $"lost@{id}";
        }
    }

    static async Task<string> FickleChildAsync(ToyRun run, ToyStep.FickleChild fickle, string path)
    {
        var options = new SubOrchestrationOptions(TaskOptions.FromRetryPolicy(new RetryPolicy(fickle.Attempts, FirstRetry)), $"{run.Context.InstanceId}.{run.Key}.{path}");
        try
        {
            return $"incarnation{await run.Context.CallSubOrchestratorAsync<int>(Fickle, new ToyCall(run.Key, path, string.Empty, fickle.Failures), options)}";
        }
        catch (TaskFailedException)
        {
            return "failed";
        }
    }

    static async Task<object?> FickleAsync(TaskOrchestrationContext context)
    {
        var call = context.GetInput<ToyCall>()!;
        var incarnation = await context.CallActivityAsync<int>(ToyWorld.Count, call with { Word = context.NewGuid().ToString() });
        return incarnation > call.Failures ? incarnation : throw new InvalidOperationException($"fickle for the time {incarnation}");
    }

    static async Task<string> PingAsync(ToyRun run, ToyStep.Ping ping, string path)
    {
        var name = $"ping-{run.Key}-{path}";
        var child = run.Context.CallSubOrchestratorAsync<string>(Pinger, name);
        return ping.EventFirst
            ? $"{await run.Context.WaitForExternalEvent<string>(name)} {await child}"
            : $"{await child} {await run.Context.WaitForExternalEvent<string>(name)}";
    }

    static Task<object?> Ping(TaskOrchestrationContext context)
    {
        context.SendEvent(context.Parent!.InstanceId, context.GetInput<string>()!, "ping");
        return Task.FromResult<object?>("pinged");
    }

    sealed record ToyRun(TaskOrchestrationContext Context, string Key);
}
