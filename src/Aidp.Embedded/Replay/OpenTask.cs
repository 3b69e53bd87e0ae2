using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

/// <summary>A decision whose answer has not come.</summary>
abstract class OpenTask(HistoryEvent? decision)
{
    /// <summary>The call or timer; null for a wait for an event, which history does not record.</summary>
    public HistoryEvent? Decision { get; set; } = decision;

    /// <summary>Whether the answer is in the history already and waits for the end of a suspension.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Ends the task with a result.</summary>
    public abstract void Complete(string? result);

    /// <summary>Ends the task with a failure.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A decision whose answer is a value.</summary>
sealed class OpenTask<T>(HistoryEvent? decision, DataConverter converter) : OpenTask(decision)
{
    // Continuations run at once, in the turn: any other way would leave the orchestrator's thread.
    readonly TaskCompletionSource<T> _source = new();

    public Task<T> Task => _source.Task;

    [SuppressMessage("Design", "CA1031", Justification = "A result that cannot be read is the orchestrator's to handle, as any failure of the task.")]
    public override void Complete(string? result)
    {
        T value;
        try
        {
            value = converter.Deserialize<T>(result)!;
        }
        catch (Exception e)
        {
            _source.TrySetException(e);
            return;
        }

        _source.TrySetResult(value);
    }

    public override void Fail(Exception failure) => _source.TrySetException(failure);

    public bool TryCancel(CancellationToken token) => _source.TrySetCanceled(token);
}
