using Aidp.Activities.Processes;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Starting;

/// <summary>git as the user would run it, with their configuration and keys: only to ask, and never at a prompt.</summary>
sealed class UserGit(Terminal terminal)
{
    /// <summary>A remote that does not answer within a minute is not there.</summary>
    static readonly TimeSpan _timeout = TimeSpan.FromMinutes(1);

    /// <summary>What git says, without the end of its last line; null when it fails.</summary>
    public async Task<string?> TextAsync(string folder, CancellationToken cancellation, params IReadOnlyList<string> arguments) =>
        (await AskAsync(folder, cancellation, arguments)).Text;

    /// <summary>What git says to what it reads, without the end of its last line; null when it fails.</summary>
    public async Task<string?> TellAsync(string folder, string input, CancellationToken cancellation, params IReadOnlyList<string> arguments) =>
        (await RunAsync(folder, StandardInput.Text(input), arguments, cancellation)).Text;

    /// <summary>What git says, or its error.</summary>
    public Task<(string? Text, string Error)> AskAsync(string folder, CancellationToken cancellation, params IReadOnlyList<string> arguments) =>
        RunAsync(folder, StandardInput.None, arguments, cancellation);

    async Task<(string? Text, string Error)> RunAsync(string folder, StandardInput input, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var result = await new ProcessRunner(terminal.Time).RunAsync(
            new ProcessCommand
            {
                Executable = "git",
                Arguments = arguments,
                WorkingDirectory = folder,
                Input = input,
                Environment = new Dictionary<string, string>(terminal.Variables, StringComparer.Ordinal) { ["GIT_TERMINAL_PROMPT"] = "0", ["LC_ALL"] = "C" },
                Timeout = _timeout,
                Output = new OutputTarget { TailBytes = 16 << 20 },
            },
            cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result switch
        {
            { IsSuccess: true } => (result.Output.Tail.TrimEnd('\n'), ""),
            { Problem: { } problem } => (null, problem),
            { End: ProcessEnd.TimedOut } => (null, $"There was no answer within {_timeout.TotalSeconds} seconds."),
            _ => (null, result.Error.Tail.Trim()),
        };
    }
}
