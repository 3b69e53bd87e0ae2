using System.Text.Json;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Runs;

/// <summary>A run as it is asked for: starts the kind of run as its child, says where it is, and ends with its result, whatever happens.</summary>
public sealed class AidpOrchestration
{
    /// <summary>Runs the child and returns its result; a child that fails becomes a result too.</summary>
    [Function(FunctionNames.AidpOrchestrator)]
    public async Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var startedAt = context.CurrentUtcDateTime;
        try
        {
            var request = context.GetInput<RunRequest>();
            if (request is null)
            {
                return Result(Ending.Infrastructure("The run", "it was started without a request."));
            }

            var child = RunIds.LoopOf(context.InstanceId);
            context.SetCustomStatus(new RunDispatch(child, FunctionNames.WorkLoop));
            return await context.CallSubOrchestratorAsync<RunResult>(FunctionNames.WorkLoop, request, new SubOrchestrationOptions(instanceId: child));
        }
        catch (TaskFailedException failure)
        {
            return Result(Ending.Infrastructure(failure));
        }
        catch (JsonException malformed)
        {
            return Result(Ending.Infrastructure("The run", $"its request cannot be read: {malformed.Message}"));
        }

        RunResult Result(Ending ending) => new()
        {
            Status = ending.Status,
            Reason = ending.Reason,
            Detail = ending.Detail,
            WallTime = context.CurrentUtcDateTime - startedAt,
        };
    }
}
