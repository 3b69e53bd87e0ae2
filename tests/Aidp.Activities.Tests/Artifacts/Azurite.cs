using System.Text.RegularExpressions;
using Aidp.Activities.Processes;
using Aidp.Tools;

namespace Aidp.Activities.Tests.Artifacts;

/// <summary>A real Azurite on a free port of the loopback interface, with a folder of its own; it ends with its whole tree.</summary>
public sealed partial class Azurite : IAsyncLifetime
{
    const string Account = "devstoreaccount1";

    // The account key that every Azurite has: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    readonly CancellationTokenSource _end = new();
    readonly TaskCompletionSource<string> _endpoint = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-azurite-").FullName;
    Task<ProcessResult>? _running;

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (NodeTools.Find("azurite-blob") is not { } program)
        {
            return;
        }

        _running = new ProcessRunner(TimeProvider.System).RunSupervisedAsync(new ProcessCommand
        {
            Executable = program,
            Arguments = ["--blobHost", "127.0.0.1", "--blobPort", "0", "--location", _folder, "--skipApiVersionCheck", "--disableTelemetry"],
            WorkingDirectory = _folder,
            Environment = ProcessEnvironment.Create(),
            Timeout = TimeSpan.FromMinutes(10),
            Output = new OutputTarget { Line = Read },
        }, _end.Token);
        var first = await Task.WhenAny(_endpoint.Task, _running).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(first == _endpoint.Task, _running.IsCompleted ? (await _running).Error.Tail + (await _running).Problem : "");
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={await _endpoint.Task}/{Account};";
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_running is not null)
        {
            await _running;
        }

        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    void Read(string line)
    {
        if (Listening().Match(line) is { Success: true } match)
        {
            _endpoint.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"listens on (http://\S+)")]
    private static partial Regex Listening();
}
