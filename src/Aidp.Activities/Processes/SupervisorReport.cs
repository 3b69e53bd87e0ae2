using System.Globalization;
using System.Text;

namespace Aidp.Activities.Processes;

/// <summary>What a supervisor says of its program, in a file whose name it removes: the counterpart of Aidp.Supervisor's <c>Report</c>.</summary>
sealed class SupervisorReport : IDisposable
{
    const int MaximumBytes = 4096;

    readonly FileStream _file = OwnFile.Create();

    /// <summary>Where the supervisor finds the file.</summary>
    public string Path => _file.Name;

    /// <summary>The program's exit code and what it left behind; null when the supervisor did not live to say it.</summary>
    public (int ExitCode, int LeftBehind)? Ended => Line("ended") is [var exitCode, var left] ? (Number(exitCode), Number(left)) : null;

    /// <summary>The system's error number when the program could not be started; null otherwise.</summary>
    public int? StartError => Line("not-started") is [var error] ? Number(error) : null;

    public void Dispose()
    {
        File.Delete(_file.Name);
        _file.Dispose();
    }

    string[]? Line(string name)
    {
        var bytes = new byte[MaximumBytes];
        var count = RandomAccess.Read(_file.SafeFileHandle, bytes, 0);
        return Encoding.UTF8.GetString(bytes, 0, count).Split('\n')
            .Select(line => line.Split(' '))
            .FirstOrDefault(words => words[0] == name)?[1..];
    }

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
