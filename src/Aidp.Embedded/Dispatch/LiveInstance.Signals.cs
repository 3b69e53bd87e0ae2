using Aidp.Embedded.DurableTask;
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
                    _doom = TaskFailureDetails.FromException(new InvalidOperationException(OrchestratorLoop.InvalidAwait));
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
            engine.Activities.Forget(answer.ExecutionId, [task]);
            LogLateAnswer(engine.Log, task, Id);
        }
    }

    bool TryLoad(List<Signal> arrived)
    {
        if (engine.Store.Load(Id) is not { Row.IsFinished: false } image || !Accepts(image.Row))
        {
            return false;
        }

        _row = image.Row;
        _customStatus = image.CustomStatus;
        _request = image.Row.Steps == 1 ? image.History : [];
        _lastMessage = image.Messages.Count > 0 ? image.Messages[^1].Key : _lastMessage;
        arrived.AddRange(image.Messages.Select(message => new MessageSignal(message)));
        Replay(image);
        return true;
    }

    void Replay(InstanceImage image)
    {
        var started = image.History.OfType<ExecutionStartedEvent>().First();
        var orchestrator = engine.Functions.FindOrchestrator(started.Name);
        _execution = New(started, orchestrator);
        if (orchestrator is null)
        {
            _doom ??= Failure(
                $"The function '{started.Name}' doesn't exist, is disabled, or is not an orchestrator function. Additional info: The following are the known orchestrator functions: {KnownFunctions.List(engine.Functions.Orchestrators)}.");
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
            _doom = TaskFailureDetails.FromException(e);
            _execution = New(started, orchestrator);
            return;
        }

        _lost.AddRange(_execution.OpenActivities
            .Where(call => !engine.Activities.Knows(started.ExecutionId, call.EventId))
            .Select(call => (call, Attempt: image.Lost.GetValueOrDefault(call.EventId) + 2)));
    }

    OrchestrationExecution New(ExecutionStartedEvent started, OrchestratorInvoker? orchestrator)
    {
        var executionId = started.ExecutionId;
        return new(started, orchestrator ?? (_ => Task.FromResult<object?>(null)), engine.Settings, () => engine.Post(Id, new EscapeSignal(executionId)));
    }

    /// <summary>Whether this host may run the version of an instance; one that it must fail is doomed, one that it must leave is not loaded.</summary>
    bool Accepts(InstanceRow row)
    {
        if (engine.Options.DefaultVersion is not { } own || VersionOrder.Compare(row.Version, own) <= 0)
        {
            return true;
        }

        if (engine.Options.VersionFailureStrategy == "Fail")
        {
            _doom = Failure($"The instance has version '{row.Version}', which is newer than this host's version '{own}'.");
            return true;
        }

        LogNewerVersion(engine.Log, Id, row.Version!, own);
        return false;
    }

    void Unload()
    {
        _execution = null;
        _row = null;
        _doom = null;
        _request = [];
    }

    static TaskFailureDetails Failure(string message) => new(typeof(InvalidOperationException).FullName!, message, null, null, null);

    [LoggerMessage(1, LogLevel.Warning, "The answer of task {Task} of '{InstanceId}' came too late and was rejected: the call was answered already, or its orchestration has ended or begun anew.")]
    static partial void LogLateAnswer(ILogger log, int task, string instanceId);

    [LoggerMessage(2, LogLevel.Warning, "'{InstanceId}' has version '{Version}' and is left for a newer host: this one has version '{Own}'.")]
    static partial void LogNewerVersion(ILogger log, string instanceId, string version, string own);
}
