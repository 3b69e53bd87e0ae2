using Aidp.Cli.Client;

namespace Aidp.Cli.Following;

/// <summary>Finds lines in what agents and checks print, from the end on: a log may be long.</summary>
static class LogLines
{
    /// <summary>The most lines that are looked for.</summary>
    public const int Most = 100_000;

    const int FirstPiece = 16 * 1024;

    /// <summary>Where the last lines begin, in bytes.</summary>
    /// <param name="host">The host.</param>
    /// <param name="run">The run.</param>
    /// <param name="lines">How many.</param>
    /// <param name="end">Where they end: what was printed after that is not counted.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<long> FindLastAsync(HostClient host, string run, int lines, long end, CancellationToken cancellation)
    {
        for (var piece = (long)FirstPiece; ; piece *= 4)
        {
            var begin = Math.Max(0, end - piece);
            var found = LastLines(await ReadAsync(host, run, begin, end, cancellation), lines);
            if (found is { } offset)
            {
                return begin + offset;
            }

            if (begin == 0)
            {
                return 0;
            }
        }
    }

    /// <summary>Where the last lines of a text begin; null when it has fewer. The end of the text ends a line.</summary>
    internal static int? LastLines(ReadOnlySpan<byte> text, int lines)
    {
        var at = text is [.., (byte)'\n'] ? text.Length - 1 : text.Length;
        for (var left = lines; left > 0; left--)
        {
            at = text[..at].LastIndexOf((byte)'\n');
            if (at < 0)
            {
                return null;
            }
        }

        return lines == 0 ? text.Length : at + 1;
    }

    static async Task<byte[]> ReadAsync(HostClient host, string run, long begin, long end, CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        byte[] bytes;
        while (begin + text.Length < end && (bytes = await host.LogsAsync(run, begin + text.Length, cancellation)).Length > 0)
        {
            await text.WriteAsync(bytes, cancellation);
        }

        return text.GetBuffer()[..(int)Math.Min(text.Length, end - begin)];
    }
}
