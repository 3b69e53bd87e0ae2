namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Says in one line what a run waits for right now.</summary>
static class Why
{
    const int MostCharacters = 240;

    /// <summary>The line for a status; times are given as such, not as ages, so that the line stays true while it stands.</summary>
    public static string Of(LoopStatus status) => BoundedText.Cut(Line(status), MostCharacters)!;

    static string Line(LoopStatus status) => status switch
    {
        { State: LoopState.Done, Step: null } => "nothing: the loop has ended",
        { State: LoopState.Done, Step: { } step } => Running(status, step),
        { Cancelling: true, Step: { } step } => $"cancelled: {Running(status, step)} is being ended",
        { Cancelling: true } => "cancelled: the work is being kept",
        { Paused: { Since: { } since } pause } => $"paused{By(pause.By)} since {BoundedText.Time(since)}; resume to go on",
        { Waiting: { } waiting } => Waiting(waiting) + ThenPauses(status),
        { Step: { } step } => Running(status, step) + ThenPauses(status),
        _ => "the next step",
    };

    static string Waiting(WaitingStatus waiting) => waiting.Until is { } until
        ? $"{waiting.Detail} Tries again at {BoundedText.Time(until)}."
        : $"{waiting.Detail} Waits for a person: {waiting.Remedy}";

    static string Running(LoopStatus status, RunningStep step) => $"{Name(status, step)} since {BoundedText.Time(step.Since)}";

    static string Name(LoopStatus status, RunningStep step) => step.Activity switch
    {
        FunctionNames.ExecuteAgent => status.Model is { } model ? $"agent {step.Target} ({model})" : $"agent {step.Target}",
        FunctionNames.RunTests or FunctionNames.RunLinter => $"check {step.Target}",
        FunctionNames.CreateWorktree => "workspace and setup commands",
        FunctionNames.CommitChanges => "commit of formatted files",
        FunctionNames.DiagnoseFailure => "diagnosis of the failures",
        FunctionNames.CollectMetrics => "metrics",
        FunctionNames.PublishBranch => "publication of the branch",
        FunctionNames.RemoveWorktree => "clean-up of the worktree",
        _ => step.Activity,
    };

    static string ThenPauses(LoopStatus status) => status.Paused is null ? "" : $"; then pauses{By(status.Paused.By)}";

    static string By(string? author) => author is null ? "" : $" by {author}";
}
