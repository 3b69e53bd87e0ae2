using System.Runtime.ExceptionServices;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Runs seeds side by side, each on one thread from its beginning to its end.</summary>
static class Seeds
{
    /// <summary>Runs each of some seeds until one says no.</summary>
    public static void Each(ulong first, ulong count, Func<ulong, bool> run)
    {
        var (next, stop, error) = (first, false, (Exception?)null);
        // Threads of their own: a test's thread has a synchronization context, which would take part in what is simulated.
        var threads = Enumerable.Range(0, (int)Math.Min(count, (ulong)Environment.ProcessorCount)).Select(_ => new Thread(Run)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        void Run()
        {
            try
            {
                while (!Volatile.Read(ref stop) && Interlocked.Increment(ref next) - 1 is var seed && seed < first + count)
                {
                    if (!run(seed))
                    {
                        Volatile.Write(ref stop, true);
                    }
                }
            }
#pragma warning disable CA1031 // The test's own thread throws it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Volatile.Write(ref stop, true);
                Interlocked.CompareExchange(ref error, e, null);
            }
        }
    }
}
