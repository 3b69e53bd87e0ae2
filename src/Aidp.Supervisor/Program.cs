namespace Aidp.Supervisor;

/// <summary>Runs one program, and lets nothing that it started outlive it or the process that holds the lifeline (standard input) open.</summary>
static class Program
{
    /// <summary>Its own exit code, chosen from outside the range that shells use, when there was nothing to run or it could not be started; the report says why.</summary>
    const int NotStarted = 254;

    static void Main()
    {
        Native.BecomeSubreaper();
        _ = Native.SetSid();
        if (Launch.Read() is not { } launch)
        {
            Native.Exit(NotStarted);
            return;
        }

        var report = new Report(launch);
        var error = launch.Start(out var program);
        if (error != 0)
        {
            report.NotStarted(error);
            Native.Exit(NotStarted);
            return;
        }

        report.Started(program);
        var tree = new Tree(program, launch.Wraps, launch.GraceMilliseconds);
        var start = Environment.TickCount64;
        Lifeline.Watch(tree, report);
        var exitCode = Reaper.WaitFor(program);
        report.Exited(exitCode, Environment.TickCount64 - start);
        report.Ended(exitCode, tree.EndLeftBehind());
        Native.Exit(exitCode);
    }
}
