using System.Globalization;
using Aidp.Activities.Configuration;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Cli.Following;

/// <summary>Writes a line for each change of state, agent call and check: for pipes, logs and terminals without a live view.</summary>
sealed class PlainLines(Terminal terminal) : RunDisplay
{
    readonly Dictionary<int, (int Agents, int Checks)> _told = [];
    int _last;
    RunState _standing = RunState.Running;

    /// <inheritdoc/>
    public override async Task ShowAsync(RunProgress progress, CancellationToken cancellation)
    {
        foreach (var transition in progress.Transitions.Where(transition => transition.Sequence > _last))
        {
            foreach (var iteration in progress.Iterations.Where(iteration => iteration.Number <= transition.Iteration))
            {
                await TellAsync(iteration, iteration.Number < transition.Iteration ? LoopState.Done : transition.State);
            }

            await LineAsync(transition);
            _last = transition.Sequence;
        }

        await StandingAsync(progress.Run);
        await terminal.Out.FlushAsync(cancellation);
    }

    // Of what is no change of state: that it stands still, and that it goes on.
    async Task StandingAsync(RunView run)
    {
        var standing = run.Status is RunState.Paused or RunState.Waiting or RunState.Cancelling ? run.Status : RunState.Running;
        if (!run.Finished && standing != _standing)
        {
            await DetailAsync(standing == RunState.Running ? "goes on" : VisibleText.Of(run.Why));
        }

        _standing = standing;
    }

    // An agent or a check is told of before the first state that comes after it.
    async Task TellAsync(IterationView iteration, LoopState next)
    {
        var (agents, checks) = _told.GetValueOrDefault(iteration.Number);
        for (; next is not (LoopState.Ready or LoopState.ApplyPatch) && agents < iteration.Agents.Count; agents++)
        {
            await DetailAsync(RunWords.Agent(iteration.Agents[agents]));
        }

        for (; next is not (LoopState.Ready or LoopState.ApplyPatch or LoopState.Test) && checks < iteration.Checks.Count; checks++)
        {
            await DetailAsync(RunWords.Check(iteration.Checks[checks]));
        }

        _told[iteration.Number] = (agents, checks);
    }

    Task LineAsync(Transition transition) => terminal.Out.WriteLineAsync(
        string.Create(CultureInfo.InvariantCulture, $"{RunWords.Clock(transition.At, terminal.Time),-9} {(transition.Iteration == 0 ? "base" : $"#{transition.Iteration}"),-5} {RunWords.State(transition.State)}"));

    Task DetailAsync(string text) => terminal.Out.WriteLineAsync($"                {text}");
}
