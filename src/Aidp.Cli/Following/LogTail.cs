using System.Text;
using Aidp.Activities.Checks.Output;
using Aidp.Cli.Client;

namespace Aidp.Cli.Following;

/// <summary>The last lines of what agents and checks print.</summary>
sealed class LogTail(Func<CancellationToken, Task<HostClient>> connect) : IDisposable
{
    const int MostLines = 8;
    const int MostCharacters = 64 * 1024;

    readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    string _text = "";
    long _offset;
    HostClient? _client;

    /// <summary>The lines, the newest last.</summary>
    public IEnumerable<string> Lines => _text.Split('\n').SelectMany(TranscriptLine.Read).Select(Printable).Where(line => line.Length > 0).TakeLast(MostLines);

    /// <summary>Reads what is new.</summary>
    public async Task ReadAsync(string run, CancellationToken cancellation)
    {
        try
        {
            _client ??= await connect(cancellation);
            var bytes = await _client.LogsAsync(run, _offset, cancellation);
            _offset += bytes.Length;
            var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
            var text = _text + new string(characters, 0, _decoder.GetChars(bytes, characters, flush: false));
            _text = text.Length > MostCharacters ? text[^MostCharacters..] : text;
        }
        catch (HttpRequestException)
        {
            // Who follows the run finds the next host; the tail goes on there.
            _client?.Dispose();
            _client = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    // What an agent prints must not steer the terminal.
    static string Printable(string line) => PlainText.Of(line).Replace('\t', ' ').TrimEnd();
}
