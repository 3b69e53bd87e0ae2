namespace Aidp.Supervisor;

/// <summary>Everything that descends from this process. As the subreaper it is the ancestor of all of it: neither a new session nor a double fork leaves it.</summary>
sealed class Tree(int program, bool wraps, int graceMilliseconds)
{
    const int StepMilliseconds = 5;

    /// <summary>bubblewrap is two processes: one that waits outside, and the first one inside.</summary>
    const int WrapperProcesses = 2;

    /// <summary>How long it goes on killing before it gives up on what the kernel will not end.</summary>
    const int KillMilliseconds = 5_000;

    /// <summary>
    /// Ends the program and every other descendant: SIGTERM, the grace, then SIGKILL until none is left. The main thread collects them and exits. A
    /// program that wraps another ends by itself after that one has; asked to end before, it would take the other's grace away.
    /// </summary>
    public void End()
    {
        // What the wrapper has not started yet would start after the others were asked, and run on for as long as the grace is.
        if (!wraps || Send(0) > WrapperProcesses)
        {
            _ = Send(Native.SigTerm, spared: wraps ? program : 0);
            Until(graceMilliseconds, () => Send(0) == 0);
        }

        Until(KillMilliseconds, () => Send(Native.SigKill) == 0);
    }

    /// <summary>After the program's own end: ends what it left running, and returns how many processes that were.</summary>
    public int EndLeftBehind()
    {
        if (!Reaper.Collect() && OperatingSystem.IsLinux())
        {
            return 0;
        }

        var left = Send(Native.SigTerm);
        if (left > 0)
        {
            Until(graceMilliseconds, () => IsGone(0));
            Until(KillMilliseconds, () => IsGone(Native.SigKill));
        }

        return left;
    }

    bool IsGone(int signal) => (!Reaper.Collect() && OperatingSystem.IsLinux()) || Send(signal) == 0;

    int Send(int signal, int spared = 0) => OperatingSystem.IsLinux() ? Descendants.Signal(signal, spared) : Native.Kill(-program, signal) == 0 ? 1 : 0;

    static void Until(int milliseconds, Func<bool> done)
    {
        for (var waited = 0; !done() && waited < milliseconds; waited += StepMilliseconds)
        {
            Thread.Sleep(StepMilliseconds);
        }
    }
}
