using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Dispatch;

/// <summary>Replays unfinished instances dry before another program goes on with them than the one that ran them.</summary>
/// <remarks>
/// An instance whose code has changed would fail where its history and the code part, and what it has done so far would be lost. So it is held: kept as
/// it is and not run, until a program that can go on with it takes the store over, or somebody terminates it. All others go on.
/// </remarks>
static partial class Takeover
{
    const int PageSize = 200;

    /// <summary>The most instances that the log names one by one.</summary>
    const int MaxNamed = 20;

    static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Notes who runs the store from now on, and returns the instances that it must not run, by their numbers, with the reasons.</summary>
    public static IReadOnlyDictionary<long, string> Run(OrchestrationStore store, FunctionRegistry functions, ExecutionSettings settings, string? program, ILogger log)
    {
        var held = store.ListHeld();
        if (program is not null && program != store.Program)
        {
            held = Rehearse(store, functions, settings, out var count);
            Report(log, store.Program, program, count, held);
            store.Commit([new TakeoverWrite(program, held)]);
        }

        return held.ToDictionary(instance => instance.Key, instance => instance.Reason);
    }

    static List<HeldInstance> Rehearse(OrchestrationStore store, FunctionRegistry functions, ExecutionSettings settings, out int count)
    {
        var held = new List<HeldInstance>();
        IReadOnlyList<InstanceView> page;
        count = 0;
        var after = 0L;
        do
        {
            page = store.List(new InstanceFilter(after, PageSize) { Statuses = Unfinished }, withInputs: false);
            foreach (var row in page.Select(view => view.Row))
            {
                after = row.Key;
                count++;
                if (Obstacle(store, functions, settings, row) is { } reason)
                {
                    held.Add(new(row.Key, row.Id, reason));
                }
            }
        }
        while (page.Count == PageSize);
        return held;
    }

    static string? Obstacle(OrchestrationStore store, FunctionRegistry functions, ExecutionSettings settings, InstanceRow row)
    {
        if (VersionOrder.IsNewer(row.Version, settings.DefaultVersion))
        {
            // Left for a newer host, or failed, whatever its code would do.
            return null;
        }

        if (functions.FindOrchestrator(row.Name) is not { } orchestrator)
        {
            return $"This program has no orchestrator '{row.Name}'.";
        }

        // One step is the request alone: it has decided nothing yet.
        var verdict = row.Steps == 1 ? ReplayVerdict.Same : new RecordedHistory(store.Load(row.Id)!.History).Replay(orchestrator, settings);
        return verdict.IsSame ? null : verdict.Explanation;
    }

    static void Report(ILogger log, string? before, string program, int count, IReadOnlyList<HeldInstance> held)
    {
        // Nobody has run a new store.
        if (before is not null || count > 0)
        {
            LogTakeover(log, before ?? "an unknown program", program, count, held.Count);
        }

        foreach (var instance in held.Take(MaxNamed))
        {
            LogHeld(log, instance.Id, instance.Reason, before ?? "the program that ran it");
        }

        if (held.Count > MaxNamed)
        {
            LogMoreHeld(log, held.Count - MaxNamed);
        }
    }

    [LoggerMessage(20, LogLevel.Information, "The store was run by {Before} and is now run by {Program}: {Count} unfinished orchestrations were replayed dry, and {Held} of them cannot go on.")]
    static partial void LogTakeover(ILogger log, string before, string program, int count, int held);

    [LoggerMessage(21, LogLevel.Warning, "'{InstanceId}' cannot go on with this program and is kept as it is: {Reason} To end it, run it with {Before} again, or terminate it.")]
    static partial void LogHeld(ILogger log, string instanceId, string reason, string before);

    [LoggerMessage(22, LogLevel.Warning, "{Count} more orchestrations cannot go on with this program and are kept as they are.")]
    static partial void LogMoreHeld(ILogger log, int count);
}
