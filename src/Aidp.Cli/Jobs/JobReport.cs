using Aidp.Activities.Configuration;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Spectre.Console;

namespace Aidp.Cli.Jobs;

/// <summary>Writes what people and programs want to know about runs in the background.</summary>
static class JobReport
{
    /// <summary>How one job is written as JSON.</summary>
    public static object Json(Job job) => new
    {
        job.Run.Id,
        job.Run.Status,
        Stuck = job.IsStuck,
        job.Held,
        job.Heartbeat,
        job.Run.Why,
        job.Run.Iteration,
        job.Run.MaxIterations,
        job.Run.CreatedAt,
    };

    /// <summary>A line for each job.</summary>
    public static void WriteTable(Terminal terminal, IEnumerable<Job> jobs)
    {
        var table = new Table().NoBorder().AddColumns("ID", "STATUS", "LAST SIGN", "AGE", "DOING");
        var now = terminal.Time.GetUtcNow();
        foreach (var job in jobs)
        {
            table.AddRow(new[] { job.Run.Id, Status(job), $"{RunWords.Time(now - job.Heartbeat)} ago", RunWords.Time(now - job.Run.CreatedAt), VisibleText.Of(job.Held ?? job.Run.Why) }.Select(Markup.Escape).ToArray());
        }

        terminal.CreateConsole().Write(table);
    }

    /// <summary>One job.</summary>
    public static async Task WriteAsync(Terminal terminal, Job job, NextCommands next)
    {
        await RunReport.WriteStatusAsync(terminal, job.Run, job.Held, next);
        if (job.Run.Finished)
        {
            return;
        }

        var silence = RunWords.Time(terminal.Time.GetUtcNow() - job.Heartbeat);
        await terminal.Out.WriteLineAsync($"  {"last sign",-11} {silence} ago");
        if (job.IsStuck)
        {
            await terminal.Out.WriteLineAsync($"  {"stuck",-11} nothing was written and no step ended for {silence}. Look: {next.For("jobs logs --tail 20", job.Run.Id)}   End it: {next.For("jobs stop", job.Run.Id)}");
        }
    }

    /// <summary>Where the host in the background is found; null when none has written it down.</summary>
    public static string? Host(StateFolder state) => HostRecord.Read(state) is { } host
        ? $"host: process {host.ProcessId}, since {host.StartedAt:u}, log {state.LogFile}"
        : null;

    static string Status(Job job) => job.Held is null ? RunWords.Status(job.Run.Status) + (job.IsStuck ? ", stuck" : "") : HeldRuns.Word;
}
