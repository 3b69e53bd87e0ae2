using System.Globalization;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Says in one line what a run waits for right now.</summary>
sealed class Why
{
    const int MostCharacters = 240;

    readonly Func<DateTime, string> _since;

    Why(Func<DateTime, string> since) => _since = since;

    /// <summary>The line for a status; times are given as such, not as ages, so that the line stays true while it stands.</summary>
    public static string Of(LoopStatus status) => Cut(new Why(BoundedText.Time).Line(status));

    /// <summary>The line for a status that is looked at now, with ages.</summary>
    public static string Of(LoopStatus status, DateTime now) => Cut(new Why(since => Age(now - since)).Line(status));

    string Line(LoopStatus status) => status switch
    {
        { State: LoopState.Done, Step: null } => "nothing: the loop has ended",
        { State: LoopState.Done, Step: { } step } => Running(status, step),
        { Cancelling: true, Step: { } step } => $"cancelled: {Running(status, step)} is being ended",
        { Cancelling: true } => "cancelled: the work is being kept",
        { Paused: { Since: { } since } pause } => $"paused{By(pause.By)} since {_since(since)}; resume to go on",
        { Approval: { Files: > 0 } approval } => Approval(approval) + ThenPauses(status),
        { Waiting: { } waiting } => Waiting(waiting) + ThenPauses(status),
        { Step: { } step } => Running(status, step) + ThenPauses(status),
        _ => "the next step",
    };

    string Approval(ApprovalStatus approval)
    {
        var files = approval.Files == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{approval.Files} files");
        var more = approval.Files > approval.Names.Count ? ", ..." : "";
        return $"approval of {files} since {_since(approval.Since)} ({string.Join(", ", approval.Names)}{more}); approve or deny";
    }

    static string Waiting(WaitingStatus waiting) => waiting.Until is { } until
        ? $"{waiting.Detail} Tries again at {BoundedText.Time(until)}."
        : $"{waiting.Detail} Waits for a person: {waiting.Remedy}";

    string Running(LoopStatus status, RunningStep step) => $"{Name(status, step)} since {_since(step.Since)}";

    static string Name(LoopStatus status, RunningStep step) => step.Activity switch
    {
        FunctionNames.ExecuteAgent => status.Model is { } model ? $"agent {step.Target} ({model})" : $"agent {step.Target}",
        FunctionNames.RunTests or FunctionNames.RunLinter => $"check {step.Target}",
        FunctionNames.CreateWorktree => "workspace and setup commands",
        FunctionNames.CommitChanges => "commit of formatted files",
        FunctionNames.EnforceGuard => "guard policy",
        FunctionNames.DiagnoseFailure => "diagnosis of the failures",
        FunctionNames.CollectMetrics => "metrics",
        FunctionNames.PublishBranch => "publication of the branch",
        FunctionNames.RemoveWorktree => "clean-up of the worktree",
        _ => step.Activity,
    };

    static string ThenPauses(LoopStatus status) => status.Paused is null ? "" : $"; then pauses{By(status.Paused.By)}";

    static string By(string? author) => author is null ? "" : $" by {author}";

    static string Cut(string line) => BoundedText.Cut(line, MostCharacters)!;

    static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "just now",
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Seconds} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Minutes} min"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{age.Hours} h {age.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.Days} d {age.Hours} h"),
    };
}
