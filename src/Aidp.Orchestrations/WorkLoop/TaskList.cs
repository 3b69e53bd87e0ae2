using System.Globalization;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>The tasks that the agent filed in this run.</summary>
sealed record TaskList
{
    /// <summary>The most tasks that a run keeps; what is filed beyond is dropped.</summary>
    public const int Most = 50;

    const string Done = "done";
    const string Abandoned = "abandoned";

    /// <summary>All tasks, in the order in which they were filed.</summary>
    public IReadOnlyList<FiledTask> Tasks { get; init; } = [];

    /// <summary>The tasks that keep the gate closed.</summary>
    public IReadOnlyList<OpenTask> Open =>
        [.. Tasks.Where(task => !task.IsSettled).Select(task => new OpenTask(task.Id, task.Text, task.Priority, task.Status))];

    /// <summary>Takes what the agent said; an update of a task that is not there is dropped.</summary>
    public TaskList After(IEnumerable<TaskSignal> signals) => signals.Aggregate(this, static (list, signal) => list.After(signal));

    TaskList After(TaskSignal signal)
    {
        if (signal.Id is not { } id)
        {
            return Tasks.Count >= Most || string.IsNullOrWhiteSpace(signal.Text)
                ? this
                : new()
                {
                    Tasks = [.. Tasks, new(string.Create(CultureInfo.InvariantCulture, $"t{Tasks.Count + 1}"), signal.Text, signal.Priority ?? "medium", signal.Status, signal.Reason)],
                };
        }

        return new() { Tasks = [.. Tasks.Select(task => task.Id == id ? task with { Status = signal.Status, Reason = signal.Reason } : task)] };
    }

    /// <summary>A task as it stands.</summary>
    internal sealed record FiledTask(string Id, string Text, string Priority, string Status, string? Reason)
    {
        /// <summary>Done, or abandoned with a reason.</summary>
        public bool IsSettled => Status == Done || (Status == Abandoned && !string.IsNullOrWhiteSpace(Reason));
    }
}
