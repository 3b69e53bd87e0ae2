using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Dispatch;

sealed partial class LiveInstance
{
    /// <summary>Turns what has happened into the events of a step.</summary>
    void Receive(IEnumerable<Signal> signals, Received received)
    {
        foreach (var signal in signals)
        {
            switch (signal)
            {
                case MessageSignal { Delivery: { Event: { } message } delivery }:
                    received.Messages.Add(delivery);
                    received.TryAdd(message, _execution!);
                    break;
                case AnswerSignal answer when answer.ExecutionId == _row!.ExecutionId && answer.Fence == engine.Store.Epoch && received.TryAdd(answer.Answer, _execution!):
                    received.Answered.Add(OrchestrationExecution.TaskIdOf(answer.Answer)!.Value);
                    break;
                case AnswerSignal late:
                    Reject([late]);
                    break;
                case EscapeSignal escape when escape.ExecutionId == _row!.ExecutionId:
                    Doom(TaskFailureDetails.FromException(new InvalidOperationException(OrchestratorLoop.InvalidAwait)));
                    break;
                default:
                    break;
            }
        }

        foreach (var timer in _execution!.Timers.TakeWhile(timer => timer.FireAt <= received.Now))
        {
            received.TryAdd(new TimerFiredEvent(-1, timer.FireAt) { TimerId = timer.EventId, Timestamp = received.Now }, _execution);
        }
    }

    void Reject(IEnumerable<AnswerSignal> answers)
    {
        foreach (var answer in answers)
        {
            var task = OrchestrationExecution.TaskIdOf(answer.Answer)!.Value;
            if (answer.Fence == engine.Store.Epoch)
            {
                engine.Activities.Forget(answer.ExecutionId, [task]);
            }

            var reason = $"{TooLate(answer)}; the attempt had {(answer.Answer is TaskFailedEvent ? "failed" : "completed")}";
            _late.Add(new(Id, answer.ExecutionId, task, answer.Fence, engine.Now, reason));
            LogLateAnswer(engine.Log, task, Id, reason);
        }
    }

    string TooLate(AnswerSignal answer) => answer.Fence != engine.Store.Epoch
        ? $"the attempt was lost with engine {answer.Fence}, and this is engine {engine.Store.Epoch}"
        : answer.ExecutionId == _row?.ExecutionId
            ? "the call was answered already"
            : "the orchestration has ended or begun anew";

    bool TryLoad(List<Signal> arrived)
    {
        if (engine.Store.Load(Id) is not { Row.IsFinished: false } image)
        {
            return false;
        }

        var left = WhyLeft(image.Row);
        if (left is not null)
        {
            // It is not run, but it can be ended.
            if (image.Messages.Select(message => message.Event).OfType<ExecutionTerminatedEvent>().FirstOrDefault() is not { } terminated)
            {
                LogLeft(engine.Log, Id, left);
                return false;
            }

            _ending = new(OrchestrationRuntimeStatus.Terminated, terminated.Input, null);
        }

        _row = image.Row;
        _customStatus = image.CustomStatus;
        _request = image.Row.Steps == 1 ? image.History : [];
        _lastMessage = image.Messages.Count > 0 ? image.Messages[^1].Key : _lastMessage;
        arrived.AddRange(image.Messages.Select(message => new MessageSignal(message)));
        if (left is not null)
        {
            _execution = New(image.History.OfType<ExecutionStartedEvent>().First(), null);
        }
        else
        {
            Replay(image);
        }

        return true;
    }

    void Replay(InstanceImage image)
    {
        var started = image.History.OfType<ExecutionStartedEvent>().First();
        var orchestrator = engine.Functions.FindOrchestrator(started.Name);
        _execution = New(started, orchestrator);
        if (orchestrator is null)
        {
            Doom(Failure(KnownFunctions.NoOrchestrator(started.Name, engine.Functions)));
            return;
        }

        if (image.Row.Steps == 1)
        {
            return;
        }

        try
        {
            _execution.Replay(image.History);
        }
        catch (NonDeterministicOrchestrationException e)
        {
            Doom(TaskFailureDetails.FromException(e));
            _execution = New(started, orchestrator);
            return;
        }

        _lost.AddRange(_execution.OpenActivities
            .Where(call => !engine.Activities.Knows(started.ExecutionId, call.EventId))
            .Select(call => new LostCall(call, image.Lost.GetValueOrDefault(call.EventId) + 2)));
    }

    OrchestrationExecution New(ExecutionStartedEvent started, OrchestratorInvoker? orchestrator)
    {
        var executionId = started.ExecutionId;
        return new(started, orchestrator ?? (_ => Task.FromResult<object?>(null)), engine.Settings, () => engine.Post(Id, new EscapeSignal(executionId)));
    }

    /// <summary>Why this host leaves an instance to another one; null when it does not. One whose version it must fail is doomed instead.</summary>
    string? WhyLeft(InstanceRow row)
    {
        if (engine.Held.TryGetValue(row.Key, out var reason))
        {
            return $"this program cannot go on with it. {reason}";
        }

        var own = engine.Options.DefaultVersion;
        if (!VersionOrder.IsNewer(row.Version, own))
        {
            return null;
        }

        if (engine.Options.VersionFailureStrategy == "Fail")
        {
            Doom(Failure($"The instance has version '{row.Version}', which is newer than this host's version '{own}'."));
            return null;
        }

        return $"it has version '{row.Version}' and is left for a newer host, since this one has version '{own}'.";
    }

    /// <summary>Lets the next step be the last one; what came first counts.</summary>
    void Doom(TaskFailureDetails failure) => _ending ??= new(OrchestrationRuntimeStatus.Failed, failure.ToString(), failure);

    void Unload()
    {
        _execution = null;
        _row = null;
        _ending = null;
        _request = [];
    }

    static TaskFailureDetails Failure(string message) => new(typeof(InvalidOperationException).FullName!, message, null, null, null);

    [LoggerMessage(1, LogLevel.Warning, "The answer of task {Task} of '{InstanceId}' came too late and was rejected: {Reason}.")]
    static partial void LogLateAnswer(ILogger log, int task, string instanceId, string reason);

    [LoggerMessage(2, LogLevel.Warning, "'{InstanceId}' has something to do and is kept as it is: {Reason}")]
    static partial void LogLeft(ILogger log, string instanceId, string reason);
}
