using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

sealed partial class OrchestrationExecution
{
    Task<object?>? _orchestrator;

    /// <summary>
    /// Runs the code until it awaits something durable or has ended; if it awaits anything else, it has failed. As on the real host, an execution whose code
    /// has ended goes on until all that it called has answered, and every timer that it did not cancel has fired.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "What the code throws where nobody awaits it (async void) ends its execution, and nothing else.")]
    void Run(Action action)
    {
        try
        {
            _loop.Run(action);
        }
        catch (Exception e)
        {
            End(Failed(e));
            return;
        }

        if (_loop.HasEscaped || (!_orchestrator!.IsCompleted && !_context.Awaits))
        {
            _loop.Escape();
            End(Failed(new InvalidOperationException(OrchestratorLoop.InvalidAwait)));
        }
        else if (_orchestrator.IsCompleted && _context.Open.Count == 0)
        {
            End(Result(_orchestrator));
        }
    }

    void End(ExecutionCompletedEvent outcome)
    {
        outcome.Timestamp = _context.Now;
        Outcome = outcome;
        _context.Decisions.Add(outcome);
    }

    [SuppressMessage("Design", "CA1031", Justification = "An orchestrator that throws before its first await fails as one that throws later.")]
    Task<object?> StartAsync()
    {
        Task<object?> running;
        try
        {
            running = _invoker(_context);
        }
        catch (Exception e)
        {
            running = Task.FromException<object?>(e);
        }

        if (!running.IsCompleted)
        {
            running.ContinueWith(
                _ =>
                {
                    if (!_loop.IsInside)
                    {
                        _loop.Escape();
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return running;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ends an orchestrator is its failure, and recorded as such.")]
    ExecutionCompletedEvent Result(Task<object?> ended)
    {
        try
        {
            var output = ended.GetAwaiter().GetResult();
            return _context.Next is { } next
                ? new ContinueAsNewEvent(_context.TakeId(), _context.Serialize(next.NewInput, "The input of the next generation"))
                : new ExecutionCompletedEvent(_context.TakeId(), _context.Serialize(output, "The output of the orchestrator"), OrchestrationRuntimeStatus.Completed);
        }
        catch (Exception e)
        {
            return Failed(e);
        }
    }

    ExecutionCompletedEvent Failed(Exception e)
    {
        var failure = TaskFailureDetails.FromException(e).Bounded(_settings.MaxPayloadLength);
        return new(_context.TakeId(), failure.ToString(), OrchestrationRuntimeStatus.Failed, failure);
    }
}
