using System.Diagnostics;
using System.Text;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>The built <c>aidp</c> executable, started as a person starts it.</summary>
sealed class AidpProcess : IDisposable
{
    /// <summary>Longer than anything takes here; a test that needs it has found a hang.</summary>
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    readonly Process _process;
    readonly StringBuilder _output = new();
    readonly StringBuilder _error = new();

    AidpProcess(Process process, string input)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Append(_output, e.Data);
        process.ErrorDataReceived += (_, e) => Append(_error, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
    }

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "aidp");

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Text(_output);

    public string Error => Text(_error);

    public static AidpProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new AidpProcess(new Process { StartInfo = start }, input);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<AidpResult> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        using var process = Start(arguments, environment, input);
        return await process.WaitAsync();
    }

    public async Task<AidpResult> WaitAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"aidp did not end within {_patience}. It said:\n{Output}\n{Error}");
        }

        return new AidpResult(_process.ExitCode, Output, Error);
    }

    /// <summary>Waits until the process has shown something, or has ended.</summary>
    public async Task UntilAsync(Func<AidpProcess, bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition(this) && !_process.HasExited)
        {
            Assert.True(watch.Elapsed < _patience, $"aidp did not come that far within {_patience}. It said:\n{Output}\n{Error}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends this one process with SIGKILL: it can do nothing about it. Nothing happens to one that has ended.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
