using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    CheckpointNumbers? _checkpoint;

    /// <summary>Takes a checkpoint when one is due; false means cancelled. Numbers that cannot be had end no run.</summary>
    async Task<bool> TakeCheckpointAsync(IReadOnlyList<CheckResult> results)
    {
        if (!Rhythm.HasCheckpoint(_iteration))
        {
            return true;
        }

        try
        {
            var numbers = await StepAsync<MetricsSnapshot>(FunctionNames.CollectMetrics, null, step => new CollectMetricsInput
            {
                Step = step,
                Workspace = Workspace,
                Checks = [.. results.Select(result => result.Verdict)],
                TasksOpen = _tasks.Open.Count,
                TasksSettled = _tasks.Tasks.Count - _tasks.Open.Count,
                Usage = _spent.Usage,
            });
            _checkpoint = numbers is null ? _checkpoint : Numbers(numbers);
            return numbers is not null;
        }
        catch (TaskFailedException failure)
        {
            Note([$"There is no checkpoint of iteration {_iteration}: {failure.FailureDetails.ErrorMessage}"]);
            return true;
        }
    }

    CheckpointNumbers Numbers(MetricsSnapshot numbers) => new(
        _iteration,
        numbers.FilesChanged,
        numbers.LinesAdded,
        numbers.LinesRemoved,
        numbers.ChecksPassed,
        numbers.ChecksRun,
        numbers.TestsPassed,
        numbers.TestsFailed,
        numbers.Coverage);
}
