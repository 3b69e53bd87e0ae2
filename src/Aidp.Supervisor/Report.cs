using System.Globalization;
using System.Text;

namespace Aidp.Supervisor;

/// <summary>What the host reads afterwards. Unless the run is recorded, the file's name is removed at once, so that the program cannot reach it by its path.</summary>
sealed unsafe class Report
{
    readonly int _descriptor;

    public Report(Launch launch)
    {
        _descriptor = Native.OpenForAppend(launch.ReportPath);
        if (!launch.IsRecorded)
        {
            _ = Native.Unlink(launch.ReportPath);
        }
    }

    /// <summary>The program runs, as this process.</summary>
    public void Started(int process) => Write($"started {process}\n");

    /// <summary>The system refused to start it, with this error number (errno).</summary>
    public void NotStarted(int error) => Write($"not-started {error}\n");

    /// <summary>The program came to its end with this exit code, after so many milliseconds; a host that died since may still count it as done.</summary>
    public void Exited(int exitCode, long milliseconds) => Write($"exited {exitCode} {milliseconds}\n");

    /// <summary>The lifeline closed: a program that had not exited by now did not come to its own end.</summary>
    public void Interrupted() => Write($"interrupted\n");

    /// <summary>The program ended with this exit code, and left so many processes behind, which were ended.</summary>
    public void Ended(int exitCode, int leftBehind) => Write($"ended {exitCode} {leftBehind}\n");

    void Write(FormattableString text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture));
        fixed (byte* from = bytes)
        {
            _ = Native.Write(_descriptor, from, bytes.Length);
        }
    }
}
