using System.Diagnostics;

namespace Aidp.Benchmarks;

/// <summary>What every figure depends on, printed beside it.</summary>
/// <param name="Cores">Processors.</param>
/// <param name="FsyncsPerSecond">How often a 4 KB write can be made durable in a second, one after the other.</param>
/// <param name="Commit">The commit that was built, when git knows.</param>
sealed record Machine(int Cores, double FsyncsPerSecond, string Commit)
{
    const int Syncs = 500;

    /// <summary>Measures the machine, in the folder that the benchmarks write to.</summary>
    public static Machine Measure(string folder)
    {
        using var file = File.OpenHandle(Path.Combine(folder, "fsync"), FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Syncs; i++)
        {
            RandomAccess.Write(file, page, (long)i * page.Length);
            RandomAccess.FlushToDisk(file);
        }

        return new Machine(Environment.ProcessorCount, Syncs / watch.Elapsed.TotalSeconds, ReadCommit());
    }

    static string ReadCommit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "--short", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true });
        var commit = git!.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return commit.Length > 0 ? commit : "unknown";
    }
}
