namespace Aidp.Cli.Hosting;

/// <summary>Another host owns the state folder.</summary>
/// <param name="cause">Which host, and which folder.</param>
/// <param name="remedy">What helps who wants to host it themselves.</param>
sealed class StateFolderTakenException(string cause, string remedy) : CommandException(ExitCodes.Usage, $"{cause} {remedy}")
{
    /// <summary>Which host, and which folder.</summary>
    public string Cause { get; } = cause;
}
