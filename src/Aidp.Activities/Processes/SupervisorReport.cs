using System.Globalization;
using System.Text;

namespace Aidp.Activities.Processes;

/// <summary>What a supervisor says of its program, in a file whose name it removes: the counterpart of Aidp.Supervisor's <c>Report</c>.</summary>
sealed class SupervisorReport : IDisposable
{
    const int MaximumBytes = 4096;

    readonly FileStream _file;
    readonly bool _isTemporary;

    /// <summary>A report for one run, kept in the command's record or gone with it.</summary>
    public SupervisorReport(ProcessCommand command, LaunchFolder launches)
    {
        if (command.Record is { } folder)
        {
            ProcessRecord.Prepare(folder);
            _file = OpenFile(ProcessRecord.ReportPath(folder));
        }
        else
        {
            _file = launches.Create();
            _isTemporary = true;
        }
    }

    /// <summary>A report that was kept.</summary>
    public SupervisorReport(string path) => _file = OpenFile(path);

    /// <summary>Where the supervisor finds the file.</summary>
    public string Path => _file.Name;

    /// <summary>The program's exit code and what it left behind; null when the supervisor did not live to say it.</summary>
    public (int ExitCode, int LeftBehind)? Ended => Line("ended") is [var exitCode, var left] ? (Number(exitCode), Number(left)) : null;

    /// <summary>The system's error number when the program could not be started; null otherwise.</summary>
    public int? StartError => Line("not-started") is [var error] ? Number(error) : null;

    /// <summary>The exit code and the duration of a program that came to its end before anyone wanted it to; null for any other.</summary>
    public (int ExitCode, TimeSpan Elapsed)? Exited =>
        Lines().TakeWhile(words => words[0] != "interrupted").FirstOrDefault(words => words[0] == "exited") is [_, var exitCode, var milliseconds]
            ? (Number(exitCode), TimeSpan.FromMilliseconds(Number(milliseconds)))
            : null;

    public void Dispose()
    {
        if (_isTemporary)
        {
            File.Delete(_file.Name);
        }

        _file.Dispose();
    }

    string[]? Line(string name) => Lines().FirstOrDefault(words => words[0] == name)?[1..];

    IEnumerable<string[]> Lines()
    {
        var bytes = new byte[MaximumBytes];
        var count = RandomAccess.Read(_file.SafeFileHandle, bytes, 0);
        return Encoding.UTF8.GetString(bytes, 0, count).Split('\n').Select(line => line.Split(' '));
    }

    static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
