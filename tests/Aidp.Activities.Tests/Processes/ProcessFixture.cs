using Aidp.Activities.Processes;

namespace Aidp.Activities.Tests.Processes;

/// <summary>Shell commands, run as the product runs programs, in a folder of their own.</summary>
public abstract class ProcessFixture : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected ProcessRunner Runner { get; } = new(TimeProvider.System);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected ProcessCommand Shell(string script) => new()
    {
        Executable = "/bin/sh",
        Arguments = ["-c", script],
        WorkingDirectory = Folder.Path,
        Environment = ProcessEnvironment.Create(),
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>The numbers that a script has written to a file, one a line.</summary>
    protected int[] Numbers(string file) => File.Exists(Folder[file])
        ? [.. File.ReadAllLines(Folder[file]).Where(line => line.Length > 0).Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture))]
        : [];

    protected static bool Lives(int process) => ProcessIdentity.Of(process).IsAlive;

    public void Dispose() => Folder.Dispose();
}
