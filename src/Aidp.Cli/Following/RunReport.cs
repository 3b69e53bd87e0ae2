using System.Globalization;
using Aidp.Activities.Configuration;
using Aidp.Cli.Client;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Following;

/// <summary>Writes what people want to know about a run.</summary>
static class RunReport
{
    /// <summary>How a run stands.</summary>
    /// <param name="terminal">Where it is written.</param>
    /// <param name="run">The run.</param>
    /// <param name="held">Why the host keeps it as it is; null when it does not.</param>
    /// <param name="next">Suggests commands.</param>
    public static async Task WriteStatusAsync(Terminal terminal, RunView run, string? held, NextCommands next)
    {
        await FieldAsync(terminal, "run", run.Id);
        await FieldAsync(terminal, "task", run.Task?.Preview);
        await FieldAsync(terminal, "repository", run.Repository is { } repository ? $"{repository.Location} at {repository.BaseCommit[..12]}{(repository.BaseBranch is { } branch ? $" ({branch})" : "")}" : null);
        await FieldAsync(terminal, "status", $"{(held is null ? RunWords.Status(run.Status) : HeldRuns.Word)}{(run.State is { } state && !run.Finished ? $", {RunWords.State(state)}" : "")}");
        await FieldAsync(terminal, "iteration", $"{run.Iteration} of {run.MaxIterations}");
        await FieldAsync(terminal, run.Finished || held is not null ? "because" : "waits for", held ?? (run.Finished ? RunWords.Reason(run.Why) : run.Why));
        await FieldAsync(terminal, "checks", run.Loop is { Checks.Count: > 0 } loop ? string.Join(", ", loop.Checks.Select(check => $"{check.Name} {RunWords.Status(check.Outcome)}")) : null);
        await FieldAsync(terminal, "used", BudgetUseLine.Of(run, terminal.Time.GetUtcNow()));
        await FieldAsync(terminal, "took", run.Result is { } ended ? RunWords.Time(ended.WallTime) : null);
        await FieldAsync(terminal, "what helps", held is not null ? HeldRuns.Remedy(run.Id, next) : null);
        await FieldAsync(terminal, "branch", run.Result?.Branch);
    }

    /// <summary>How a run ended, and what to do next.</summary>
    public static async Task WriteEndAsync(Terminal terminal, RunView run, NextCommands next)
    {
        if (run.Result is not { } result)
        {
            await terminal.Out.WriteLineAsync($"{RunWords.Status(run.Status)}: {VisibleText.Of(run.Why)}");
            await FieldAsync(terminal, "go on", run.Loop?.Approval is null ? next.For("resume", run.Id) : next.For("approve --list", run.Id));
            await FieldAsync(terminal, "decide", run.Loop?.Approval is null ? null : $"{next.For("approve", run.Id)}   or: {next.For("approve --deny", run.Id)}");
            await FieldAsync(terminal, "follow", next.For("attach", run.Id));
            await FieldAsync(terminal, "end", next.For("cancel", run.Id));
            return;
        }

        var cost = result.Usage is { CostUsd: > 0 } usage ? $", {RunWords.Cost(usage.CostUsd, usage.CallsOfUnknownCost)}" : "";
        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{RunWords.Status(result.Status)} after {result.Iterations} iteration{(result.Iterations == 1 ? "" : "s")} in {RunWords.Time(result.WallTime)}{cost}"));
        await FieldAsync(terminal, "because", RunWords.Reason(result.Detail ?? result.Reason));
        foreach (var notice in result.Notices)
        {
            await FieldAsync(terminal, "note", notice);
        }

        await FieldAsync(terminal, "branch", result.Branch);
        await FieldAsync(terminal, "look", result.FinalCommit is null || result.FinalCommit == run.Repository?.BaseCommit ? next.For("history", run.Id) : next.For("diff", run.Id));
        if (result.Branch is not null && run.Repository is { } repository)
        {
            await FieldAsync(terminal, "take it", Path.IsPathRooted(repository.Location) ? $"git -C {NextCommands.Word(repository.Location)} merge {result.Branch}" : $"git fetch {NextCommands.Word(repository.Location)} {result.Branch} && git merge FETCH_HEAD");
        }
    }

    static async Task FieldAsync(Terminal terminal, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            await terminal.Out.WriteLineAsync($"  {name,-11} {VisibleText.Of(value, keepLines: true)}");
        }
    }
}
