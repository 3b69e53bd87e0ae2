namespace Aidp.Activities.Processes;

/// <summary>What a supervisor keeps of a program in a folder: its outputs as they came, secrets and all, and how it ended. The folder belongs where only this user can read it.</summary>
static class ProcessRecord
{
    /// <summary>1 GiB for each output; a program that writes more is ended, so that the disk is bounded.</summary>
    public const long MaximumBytes = 1L << 30;

    public static string OutputPath(string folder) => Path.Combine(Path.GetFullPath(folder), "out");

    public static string ErrorPath(string folder) => Path.Combine(Path.GetFullPath(folder), "err");

    public static string ReportPath(string folder) => Path.Combine(Path.GetFullPath(folder), "report");

    /// <summary>Makes the empty files; what an earlier program left is gone.</summary>
    public static void Prepare(string folder)
    {
        foreach (var path in (string[])[OutputPath(folder), ErrorPath(folder), ReportPath(folder)])
        {
            File.Delete(path);
            using var file = OwnFile.Create(path);
        }
    }

    /// <summary>
    /// What <see cref="ProcessRunner.RunSupervisedAsync"/> would have returned for a recorded command whose program came to its end while nobody could take its result;
    /// null when there is no such program. Its outputs go where the command says, from the start. End what is left of it first (<see cref="ProcessTree"/>).
    /// </summary>
    public static async Task<ProcessResult?> AdoptAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        if (command.Record is not { } folder || ReadFinished(folder) is not { } finished)
        {
            return null;
        }

        return new ProcessResult(ProcessEnd.Exited, finished.ExitCode, null, await ReadAsync(command.Output, OutputPath(folder)), await ReadAsync(command.Error, ErrorPath(folder)), finished.Elapsed, 0);

        async Task<CapturedOutput> ReadAsync(OutputTarget target, string path)
        {
            var recorder = new OutputRecorder(target, command.Secrets, () => { });
            await new RecordFollower(path, command.MaximumRecord, recorder, TimeProvider.System).FollowAsync(Task.CompletedTask, () => { }, cancellationToken);
            return await recorder.FinishAsync();
        }
    }

    /// <summary>The exit code and the duration of a program that came to its own end; null when it was interrupted, still runs, or there is no record.</summary>
    public static (int ExitCode, TimeSpan Elapsed)? ReadFinished(string folder)
    {
        if (!File.Exists(ReportPath(folder)))
        {
            return null;
        }

        using var report = new SupervisorReport(ReportPath(folder));
        return report.Exited;
    }
}
