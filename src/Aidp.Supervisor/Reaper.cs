namespace Aidp.Supervisor;

/// <summary>Collects every child that ends, orphans that became children included, so that none stays a zombie.</summary>
static unsafe class Reaper
{
    /// <summary>Waits until the program has ended; returns its exit code, or 128 and the signal that ended it.</summary>
    public static int WaitFor(int program)
    {
        while (true)
        {
            int status;
            var ended = Native.WaitPid(-1, &status, 0);
            if (ended == program)
            {
                return (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
            }

            if (ended < 0 && !Native.Interrupted)
            {
                return 255;
            }
        }
    }

    /// <summary>Collects what has ended already; false when no child is left at all.</summary>
    public static bool Collect()
    {
        int status, ended;
        while ((ended = Native.WaitPid(-1, &status, Native.NoHang)) > 0)
        {
        }

        return ended == 0;
    }
}
