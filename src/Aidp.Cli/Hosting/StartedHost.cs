using System.Diagnostics;
using System.Text;
using Aidp.Cli.State;

namespace Aidp.Cli.Hosting;

/// <summary>A host that was started in the background, until it answers or has ended.</summary>
/// <param name="process">Its process.</param>
/// <param name="state">The folder that it is to own.</param>
/// <param name="logged">How long the log was before it.</param>
sealed class StartedHost(Process process, StateFolder state, long logged) : IDisposable
{
    const int MostLines = 10;
    const int MostBytes = 16 * 1024;
    const string Complaint = "aidp: ";

    /// <summary>Its exit code; null while it runs.</summary>
    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>Why none answers.</summary>
    public CommandException Failure() => ExitCode switch
    {
        // What is wrong is wrong for the verb too, and the host has said it as the verb would.
        ExitCodes.Usage when Words() is { Length: > 0 } words => new(ExitCodes.Usage, words),
        StateFolderTakenException.HostExitCode => new(ExitCodes.Failed, $"No host answers. {Words()}"),
        var code => new(ExitCodes.Failed, $"No host answers, and one in the background could not be started{(code is null ? "" : $" (exit code {code})")}. Its log is {state.LogFile}; {(Words() is { Length: > 0 } words ? $"it ends with:\n{words}" : "it says nothing of it. Is the disk full?")}"),
    };

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    // From its complaint on, when it has one; else its last lines.
    string Words()
    {
        try
        {
            using var log = new FileStream(state.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Position = Math.Max(logged > log.Length ? 0 : logged, log.Length - MostBytes);
            using var reader = new StreamReader(log, Encoding.UTF8);
            var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var complaint = Array.FindLastIndex(lines, line => line.StartsWith(Complaint, StringComparison.Ordinal));
            return complaint < 0 ? string.Join('\n', lines.TakeLast(MostLines)) : string.Join('\n', lines[complaint..])[Complaint.Length..];
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            return e.Message;
        }
    }
}
