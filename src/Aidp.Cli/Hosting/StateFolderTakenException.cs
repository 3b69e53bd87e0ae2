namespace Aidp.Cli.Hosting;

/// <summary>Another host owns the state folder.</summary>
/// <param name="cause">Which host, and which folder.</param>
/// <param name="remedy">What helps who wants to host it themselves.</param>
sealed class StateFolderTakenException(string cause, string remedy) : CommandException(ExitCodes.Usage, $"{cause} {remedy}")
{
    /// <summary>The exit code of a host in the background that ends because of it: for who started it, so that it waits for the other one. EX_TEMPFAIL of sysexits.h.</summary>
    public const int HostExitCode = 75;

    /// <summary>Which host, and which folder.</summary>
    public string Cause { get; } = cause;
}
