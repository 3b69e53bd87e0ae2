using System.Text.Json;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.Driving;

/// <summary>A work loop on a scripted host in a fake world.</summary>
sealed class LoopDrive
{
    public LoopDrive(FakeWorld world, RunRequest? request = null)
    {
        World = world;
        Host = new("r1:loop", world.Answer);
        Host.HasInput(request ?? Requests.Simple);
        world.TakeTime = Host.TakeTime;
        world.IsCancelled = () => JsonSerializer.Deserialize<CancellationFlag>(Host.StoredStatus!)!.Cancelling;
    }

    public FakeWorld World { get; }

    public ScriptedHost Host { get; }

    /// <summary>The states that were entered, as they are written.</summary>
    public IEnumerable<string> States(int iteration) => Trail.Where(step => step.Iteration == iteration).Select(step => Word(step.State));

    /// <summary>All transitions, as they are told to steps and in the result.</summary>
    public IReadOnlyList<Transition> Trail => [.. Host.Calls.SelectMany(call => StepOf(call.Input)?.Trail ?? []), .. Result?.Trail ?? []];

    public RunResult? Result { get; private set; }

    public async Task<RunResult> RunAsync() => Result = await Host.RunAsync(new WorkLoopOrchestration().RunAsync);

    public IReadOnlyList<PromptParts> Prompts => [.. Host.Inputs<ExecuteAgentInput>().Select(input => input.Prompt)];

    public static string Word<T>(T value) => JsonSerializer.SerializeToElement(value).GetString()!;

    public static StepContext? StepOf(object? input) => (StepContext?)input?.GetType().GetProperty("Step")?.GetValue(input);
}
