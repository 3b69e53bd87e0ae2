using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Functions.Runs;

/// <summary>Derives the iterations of a run from the history of its work loop: complete, on either host, however late anyone looks.</summary>
sealed class RunIterations
{
    readonly SortedDictionary<int, Transition> _transitions = [];
    readonly SortedDictionary<int, List<AgentCallView>> _agents = [];
    readonly SortedDictionary<int, List<CheckView>> _checks = [];
    readonly Dictionary<int, MetricsSnapshot> _checkpoints = [];

    /// <summary>Reads the history, and what is newer than its last step from the status and the result.</summary>
    public static IterationList Of(IEnumerable<HistoryEvent> history, RunView run, int after = 0)
    {
        var iterations = new RunIterations();
        iterations.Read(history);
        iterations.Add(run.Loop?.Trail);
        iterations.Add(run.Result?.Trail);
        return iterations.ToList(after);
    }

    void Read(IEnumerable<HistoryEvent> history)
    {
        var scheduled = new Dictionary<int, TaskScheduledEvent>();
        foreach (var e in history)
        {
            if (e is TaskScheduledEvent call)
            {
                scheduled[call.EventId] = call;
                Add(DurableJson.Read<AnyStep>(call.Input)?.Step?.Trail);
            }
            else if (e is TaskCompletedEvent done && scheduled.Remove(done.TaskScheduledId, out var asked))
            {
                Ended(asked, done.Result);
            }
        }
    }

    void Ended(TaskScheduledEvent asked, string result)
    {
        switch (asked.Name)
        {
            case FunctionNames.ExecuteAgent when (DurableJson.Read<ExecuteAgentInput>(asked.Input), DurableJson.Read<ExecuteAgentResult>(result)) is ({ } input, { } output):
                At(_agents, input.Step.Iteration).Add(Agent(input, output));
                break;
            case FunctionNames.RunTests or FunctionNames.RunLinter when (DurableJson.Read<RunCheckInput>(asked.Input), DurableJson.Read<CheckResult>(result)) is ({ } input, { } output):
                At(_checks, input.Step.Iteration).Add(Check(output));
                break;
            case FunctionNames.CollectMetrics when (DurableJson.Read<CollectMetricsInput>(asked.Input), DurableJson.Read<MetricsSnapshot>(result)) is ({ } input, { } output):
                _checkpoints[input.Step.Iteration] = output;
                break;
            default:
                break;
        }
    }

    void Add(IReadOnlyList<Transition>? trail)
    {
        foreach (var transition in trail ?? [])
        {
            _transitions[transition.Sequence] = transition;
        }
    }

    IterationList ToList(int after)
    {
        var byIteration = _transitions.Values.Where(transition => transition.Sequence > after).ToLookup(transition => transition.Iteration);
        var numbers = byIteration.Select(group => group.Key).Concat(_agents.Keys).Concat(_checks.Keys).Distinct().Order();
        return new([.. numbers.Select(number => new IterationView(
            number,
            [.. byIteration[number]],
            _agents.GetValueOrDefault(number) ?? [],
            _checks.GetValueOrDefault(number) ?? [],
            _checkpoints.GetValueOrDefault(number)))]);
    }

    static List<T> At<T>(SortedDictionary<int, List<T>> all, int iteration)
    {
        if (!all.TryGetValue(iteration, out var list))
        {
            all[iteration] = list = [];
        }

        return list;
    }

    /// <summary>What is shown of a call.</summary>
    public static AgentCallView Agent(ExecuteAgentInput input, ExecuteAgentResult output) => new()
    {
        Agent = input.Agent.Name,
        Model = input.Model,
        Outcome = output.Outcome,
        Error = output.Error,
        FilesChanged = output.FilesChanged,
        LinesChanged = output.LinesChanged,
        Guard = output.Guard,
        Commit = output.Workspace.Commit,
        Usage = output.Usage,
        Duration = output.Duration,
        FinalMessage = output.FinalMessage,
        Transcript = output.Transcript,
        Prompt = output.Prompt,
    };

    /// <summary>What is shown of a check.</summary>
    public static CheckView Check(CheckResult output) => new(
        output.Verdict.Name,
        output.Verdict.Outcome,
        output.Verdict.Required,
        output.Verdict.Flaky,
        output.Duration,
        output.Failures,
        output.Output);

    /// <summary>What the inputs of all activities have in common.</summary>
    sealed record AnyStep(StepContext? Step);
}
