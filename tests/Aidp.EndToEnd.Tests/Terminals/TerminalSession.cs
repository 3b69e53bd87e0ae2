using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.Terminals;

/// <summary><c>aidp</c> on a real pseudo-terminal, made by <c>script</c> of util-linux, with somebody who types.</summary>
sealed partial class TerminalSession : IDisposable
{
    /// <summary>What Ctrl-C types; the terminal makes a signal of it.</summary>
    public const string CtrlC = "\u0003";

    /// <summary>Longer than anything takes here; a test that needs it has found a hang.</summary>
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    readonly Process _script;
    readonly StringBuilder _screen = new();
    readonly Task _reading;

    TerminalSession(Process script)
    {
        _script = script;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>All that was written to the terminal, drawings over drawings, without what only a terminal reads.</summary>
    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return Escape().Replace(_screen.ToString(), "");
            }
        }
    }

    /// <summary>Whether pseudo-terminals can be made here.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    public static TerminalSession Start(params IEnumerable<string> arguments)
    {
        var command = string.Join(' ', arguments.Prepend(AidpProcess.Executable).Select(Quoted));

        // What starts the tests in the background may have told them to ignore Ctrl-C, which programs inherit; a terminal's programs do not.
        var start = new ProcessStartInfo("/usr/bin/script", ["-qefc", $"stty cols 120 rows 40; exec env --default-signal=INT,QUIT {command}", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TERM"] = "xterm-256color";
        return new(Process.Start(start)!);
    }

    public async Task TypeAsync(string text)
    {
        await _script.StandardInput.WriteAsync(text);
        await _script.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a text was written to the terminal so many times.</summary>
    public async Task SeeAsync(string text, int times = 1)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Screen.Split(text).Length <= times)
        {
            if (_script.HasExited || Stopwatch.GetElapsedTime(begun) > _patience)
            {
                throw new TimeoutException($"'{text}' was not seen {times} times. The terminal shows:\n{Screen}");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for the end of the program and returns its exit code.</summary>
    public async Task<int> WaitAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_patience);
        await _script.WaitForExitAsync(limit.Token);
        await _reading.WaitAsync(limit.Token);
        return _script.ExitCode;
    }

    /// <summary>Closes the terminal, as when its window is closed: what runs on it is told with SIGHUP.</summary>
    public async Task CloseAsync()
    {
        _script.Kill();
        await _script.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill();
        }

        _script.Dispose();
    }

    static string Quoted(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    async Task ReadAsync()
    {
        var buffer = new char[4096];
        int count;
        while ((count = await _script.StandardOutput.ReadAsync(buffer, CancellationToken.None)) > 0)
        {
            lock (_screen)
            {
                _screen.Append(buffer, 0, count);
            }
        }
    }

    [GeneratedRegex("\u001b(?:\\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])")]
    private static partial Regex Escape();
}
