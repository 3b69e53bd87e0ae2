using Aidp.Activities.Checks.Output;
using Aidp.Cli.Client;

namespace Aidp.Cli.Following;

/// <summary>The last lines of what agents and checks print; added to and read by different threads.</summary>
sealed class LogTail
{
    const int MostLines = 8;
    const int MostCharacters = 64 * 1024;

    readonly Lock _gate = new();
    string _text = "";

    /// <summary>The lines, the newest last.</summary>
    public IEnumerable<string> Lines => Text.Split('\n').SelectMany(TranscriptLine.Read).Select(Printable).Where(line => line.Length > 0).TakeLast(MostLines);

    string Text
    {
        get
        {
            lock (_gate)
            {
                return _text;
            }
        }
    }

    /// <summary>From which byte on the output of a run is wanted: a log may be long.</summary>
    public static async Task<long> BeginningAsync(Func<CancellationToken, Task<HostClient>> connect, string run, CancellationToken cancellation)
    {
        using var client = await connect(cancellation);
        return Math.Max(0, await client.LogLengthAsync(run, cancellation) - MostCharacters);
    }

    /// <summary>Adds what was printed.</summary>
    public void Add(string text)
    {
        lock (_gate)
        {
            _text += text;
            _text = _text.Length > MostCharacters ? _text[^MostCharacters..] : _text;
        }
    }

    // What an agent prints must not steer the terminal.
    static string Printable(string line) => PlainText.Of(line).Replace('\t', ' ').TrimEnd();
}
