using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aidp.Activities.Processes;

/// <summary>Replaces secret values in a stream of bytes, also where one is split between two pieces, and where it stands in a JSON text.</summary>
sealed class Redactor
{
    static readonly byte[] _replacement = "***"u8.ToArray();

    // The longest first, so that a secret that begins another does not leave its rest.
    readonly byte[][] _secrets;
    readonly SearchValues<byte> _firstBytes;
    byte[] _held = [];

    public Redactor(IEnumerable<string> secrets)
    {
        _secrets = [.. secrets.Where(secret => secret.Length > 0).SelectMany(Forms).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).OrderByDescending(secret => secret.Length)];
        _firstBytes = SearchValues.Create([.. _secrets.Select(secret => secret[0])]);
    }

    /// <summary>What can be handed on now; a possible beginning of a secret is held back.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlyMemory<byte> piece) => _secrets.Length == 0 ? piece : Replace([.. _held, .. piece.Span], isLast: false);

    /// <summary>What was held back.</summary>
    public ReadOnlyMemory<byte> Finish() => _held.Length == 0 ? default : Replace(_held, isLast: true);

    /// <summary>A secret as it is, and as it is written in JSON: most escape only what must be, and some all that could mean anything elsewhere.</summary>
    static IEnumerable<string> Forms(string secret) =>
        [secret, JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), JsonEncodedText.Encode(secret).ToString()];

    byte[] Replace(byte[] bytes, bool isLast)
    {
        using var clean = new MemoryStream(bytes.Length);
        var i = 0;
        while (i < bytes.Length)
        {
            var rest = bytes.AsSpan(i);
            var harmless = rest.IndexOfAny(_firstBytes) is >= 0 and var found ? found : rest.Length;
            if (harmless > 0)
            {
                clean.Write(rest[..harmless]);
                i += harmless;
                continue;
            }

            if (!isLast && MayBegin(rest))
            {
                break;
            }

            var secret = Matching(rest);
            clean.Write(secret is null ? rest[..1] : _replacement);
            i += secret?.Length ?? 1;
        }

        _held = bytes[i..];
        return clean.ToArray();
    }

    byte[]? Matching(ReadOnlySpan<byte> bytes)
    {
        foreach (var secret in _secrets)
        {
            if (bytes.StartsWith(secret))
            {
                return secret;
            }
        }

        return null;
    }

    bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        foreach (var secret in _secrets)
        {
            if (bytes.Length < secret.Length && secret.AsSpan().StartsWith(bytes))
            {
                return true;
            }
        }

        return false;
    }
}
