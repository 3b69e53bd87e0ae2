using Aidp.Orchestrations.Control;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    const int ApprovalNames = 3;

    void Enter(LoopState state)
    {
        _trail.Enter(state, _iteration, context.CurrentUtcDateTime);
        Publish();
    }

    void Publish()
    {
        var agent = _agents.Agents[_agent];
        var status = new LoopStatus
        {
            State = _trail.Current!.State,
            Since = _trail.Current.At,
            Why = "",
            Iteration = _iteration,
            MaxIterations = Settings.MaxIterations,
            StartedAt = _startedAt,
            Step = _step,
            Cancelling = _control.Cancelling,
            Paused = _control.Paused,
            Waiting = _waiting,
            Approval = ApprovalOf(_control.Approval),
            Gates = _gates,
            Budget = Budget(),
            Agent = agent.Name,
            Model = Escalation.ModelOf(agent, _rung),
            Tier = _rung.Tier,
            PendingInstructions = _control.Pending.Count,
            AppliedInstructions = _control.Applied,
            StandingInstructions = _control.Standing.Count,
            OpenTasks = _tasks.Open.Count,
            Signals = _control.Entries,
            Checkpoint = _checkpoint,
            Trail = _trail.Newest,
        };
        context.SetCustomStatus(status.Showing(Verdicts));
    }

    static ApprovalStatus? ApprovalOf(ApprovalRequest? request) => request is null
        ? null
        : new(request.Files.Count, [.. request.Files.Take(ApprovalNames).Select(file => BoundedText.Cut(file, 60)!)], request.Commit, request.Since, request.Artifact);

    BudgetUse Budget() => new()
    {
        PausedTime = _control.PausedTime,
        AgentTime = _spent.AgentTime,
        ChecksTime = _checksTime,
        Tokens = _spent.Usage.InputTokens + _spent.Usage.OutputTokens,
        CostUsd = _spent.Usage.CostUsd,
        CallsOfUnknownCost = _spent.Usage.CallsOfUnknownCost,
    };
}
