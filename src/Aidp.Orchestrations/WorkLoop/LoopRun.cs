using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>One run of the loop: what it knows, and the order of its chapters. The other files of this class are the chapters.</summary>
sealed partial class LoopRun(TaskOrchestrationContext context, RunRequest request)
{
    const int MostNotices = 20;

    readonly string _run = RunIds.RunOf(context.InstanceId);
    readonly DateTime _startedAt = context.CurrentUtcDateTime;
    readonly SignalInbox _inbox = new(context);
    readonly Trail _trail = new();
    readonly List<string> _notices = [];
    ControlState _control = new() { Guard = request.Settings.Guard };
    Workspace? _workspace;
    int _iteration;
    int _begun;

    RunSettings Settings => request.Settings;

    Workspace Workspace => _workspace ?? throw new InvalidOperationException("There is no workspace before it was made.");

    /// <summary>Runs to the result; only an error in this program ends it otherwise.</summary>
    public async Task<RunResult> RunAsync()
    {
        Ending ending;
        try
        {
            ending = await PrepareAsync() ?? await IterateAsync();
        }
        catch (TaskFailedException failure)
        {
            ending = _control.Cancelling ? Ending.Cancelled(_control.CancelledBy).Adding(failure.Message) : Ending.Infrastructure(failure);
        }

        return await FinishAsync(ending);
    }

    async Task<Ending> IterateAsync()
    {
        for (var iteration = 1; iteration <= Settings.MaxIterations; iteration++)
        {
            if (await IterateOnceAsync(iteration) is { } ending)
            {
                return ending;
            }
        }

        return Ending.MaxIterations(Settings.MaxIterations);
    }

    Ending Cancelled() => Ending.Cancelled(_control.CancelledBy);

    void Note(IEnumerable<string> notices) =>
        _notices.AddRange([.. notices.Select(notice => BoundedText.Cut(notice, 400)!).Except(_notices, StringComparer.Ordinal).Take(MostNotices - _notices.Count)]);
}
