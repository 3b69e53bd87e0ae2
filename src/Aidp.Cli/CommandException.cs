namespace Aidp.Cli;

/// <summary>Ends a verb with an exit code and a message that names cause and remedy.</summary>
class CommandException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
