using System.Globalization;
using System.Text;

namespace Aidp.Supervisor;

/// <summary>What to run, read from the lifeline before anything else: NUL-terminated strings after a 32-bit little-endian length.</summary>
sealed unsafe class Launch
{
    /// <summary>
    /// Executable, standard input, report, standard output, standard error, grace, whether it wraps another program, number of arguments; then the
    /// arguments (the first names the program), then NAME=value pairs.
    /// </summary>
    const int FixedFields = 8;

    /// <summary>The kernel takes 2 MiB of arguments and environment by default (execve(2)); more than this is not a launch.</summary>
    const int MaximumLength = 64 << 20;

    readonly byte* _bytes;
    readonly byte*[] _fields;
    readonly int _arguments;

    Launch(byte* bytes, int length)
    {
        _bytes = bytes;
        var count = 0;
        for (var i = 0; i < length; i++)
        {
            count += bytes[i] == 0 ? 1 : 0;
        }

        _fields = new byte*[count];
        byte* start = bytes;
        for (int i = 0, n = 0; i < length; i++)
        {
            if (bytes[i] == 0)
            {
                _fields[n++] = start;
                start = bytes + i + 1;
            }
        }

        if (count > FixedFields)
        {
            GraceMilliseconds = Number(_fields[5]);
            Wraps = Number(_fields[6]) != 0;
            _arguments = Number(_fields[7]);
        }
    }

    /// <summary>How long the tree may take to end after SIGTERM, in milliseconds.</summary>
    public int GraceMilliseconds { get; }

    /// <summary>Whether the program only runs another one, which would not be asked to end but killed if this one were.</summary>
    public bool Wraps { get; }

    /// <summary>The file that takes the report, as a NUL-terminated path; empty for none.</summary>
    public byte* ReportPath => _fields[2];

    /// <summary>Whether outputs and report stay in files, so that what a finished program said is not lost with the host.</summary>
    public bool IsRecorded => *_fields[3] != 0;

    /// <summary>The launch that the host wrote, or null when it went away first.</summary>
    public static Launch? Read()
    {
        int length;
        if (!Native.ReadAll(Native.StandardInput, (byte*)&length, sizeof(int)) || length is <= 0 or > MaximumLength)
        {
            return null;
        }

        var bytes = Native.Allocate(length);
        if (!Native.ReadAll(Native.StandardInput, bytes, length) || bytes[length - 1] != 0)
        {
            return null;
        }

        var launch = new Launch(bytes, length);
        return launch._fields.Length > FixedFields && launch._arguments > 0 && launch._fields.Length >= FixedFields + launch._arguments ? launch : null;
    }

    /// <summary>Starts the program in a session of its own; returns 0, or the error number of the system.</summary>
    public int Start(out int program)
    {
        var environment = _fields.Length - FixedFields - _arguments;
        var argv = Native.AllocatePointers(_arguments + 1);
        var envp = Native.AllocatePointers(environment + 1);
        for (var i = 0; i < _arguments; i++)
        {
            argv[i] = _fields[FixedFields + i];
        }

        for (var i = 0; i < environment; i++)
        {
            envp[i] = _fields[FixedFields + _arguments + i];
        }

        fixed (byte* nothing = "/dev/null\0"u8)
        {
            return Native.Spawn(out program, _fields[0], [(nint)(*_fields[1] == 0 ? nothing : _fields[1]), (nint)_fields[3], (nint)_fields[4]], argv, envp);
        }
    }

    static int Number(byte* text) => int.TryParse(Encoding.UTF8.GetString(text, Native.Length(text)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
