using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aidp.Cli.Hosting;

/// <summary>Keeps the log of a host in the background small: a full one becomes the older one, of which there is one.</summary>
/// <remarks>
/// The file stays the same, since the host's two outputs, which also get what the runtime says before it dies, are open on it: its text is copied and cut.
/// What is written to it meanwhile goes to its end, because they were opened to append.
/// </remarks>
sealed partial class HostLog(string path, long most, TimeProvider time, ILogger<HostLog> logger) : BackgroundService
{
    /// <summary>The size at which a log is full: 4 MiB, some ten thousand lines.</summary>
    public const long Most = 4L << 20;

    /// <summary>Set for a host whose outputs go to a log, to the path of it.</summary>
    public const string Variable = "AIDP_HOST_LOG";

    static readonly TimeSpan _interval = TimeSpan.FromSeconds(30);

    /// <summary>Makes a full log the older one.</summary>
    /// <returns>Whether it was full.</returns>
    public static bool Turn(string path, long most)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var log = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (log.Length < most)
        {
            return false;
        }

        using (var older = new FileStream(path + ".1", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            log.CopyTo(older);
        }

        log.SetLength(0);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        do
        {
            try
            {
                Turn(path, most);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotTurned(e, path);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The log {Path} is full and could not be begun anew.")]
    partial void LogNotTurned(Exception exception, string path);
}
