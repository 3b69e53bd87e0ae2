using System.Globalization;
using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>How a run ends.</summary>
/// <param name="Status">How.</param>
/// <param name="Reason">Why, one of <see cref="RunReasons"/>.</param>
/// <param name="Detail">Cause and way out, for a person.</param>
sealed record Ending(RunStatus Status, string Reason, string? Detail = null)
{
    /// <summary>Every gate is open.</summary>
    public static Ending Completed { get; } = new(RunStatus.Completed, RunReasons.AllGatesOpen);

    /// <summary>Every gate is open, but there is nothing to publish.</summary>
    public static Ending NoChanges { get; } =
        new(RunStatus.NoChanges, RunReasons.NoChanges, "The checks pass and the agent said that it is complete, but the files are those of the base commit.");

    /// <summary>A person cancelled the run.</summary>
    public static Ending Cancelled(string? by) =>
        new(RunStatus.Cancelled, RunReasons.Cancelled, by is null ? "The run was cancelled." : $"The run was cancelled by {by}.");

    /// <summary>An activity failed after all its attempts.</summary>
    public static Ending Infrastructure(TaskFailedException failure) => Infrastructure(failure.TaskName, failure.FailureDetails.ErrorMessage);

    /// <summary>Something of ours failed.</summary>
    public static Ending Infrastructure(string what, string cause) => new(
        RunStatus.Failed,
        RunReasons.Infrastructure,
        $"{what} could not be carried out: {BoundedText.Cut(cause, 600)} Mend the cause and start the run again; its journal holds the work so far.");

    /// <summary>The last allowed iteration is over.</summary>
    public static Ending MaxIterations(int most) => new(
        RunStatus.Failed,
        RunReasons.MaxIterations,
        string.Create(CultureInfo.InvariantCulture, $"The run did not finish within {most} iterations. Look at the last failures, then make the task smaller or allow more iterations."));

    /// <summary>The next step would exceed a budget.</summary>
    public static Ending Budget(string what) => new(RunStatus.Failed, RunReasons.Budget, $"{what} Allow more and start the run again.");

    /// <summary>All that the agent does is forbidden.</summary>
    public static Ending Guard(int iterations, string undone) => new(
        RunStatus.Failed,
        RunReasons.Guard,
        string.Create(CultureInfo.InvariantCulture, $"In {iterations} iterations in a row everything that the agent changed was undone by the guard policy. Allow what the task needs, or make the task clearer. {undone}"));

    /// <summary>Adds a sentence for the person who reads how it ended.</summary>
    public Ending Adding(string? sentence) => string.IsNullOrEmpty(sentence) ? this : this with { Detail = Detail is null ? sentence : $"{Detail} {sentence}" };
}
