using System.Text;

namespace Aidp.Activities.Git;

/// <summary>A path as git has it: bytes, which need not be text. Each character of <see cref="Raw"/> is one of them.</summary>
readonly record struct GitPath(string Raw)
{
    static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes.</summary>
    public byte[] Bytes => Encoding.Latin1.GetBytes(Raw);

    /// <summary>The path for a person; bytes that are no text are replaced.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Whether it is text, so that a person can name it.</summary>
    public bool IsText
    {
        get
        {
            try
            {
                _ = _strict.GetCharCount(Bytes);
                return true;
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }
    }

    /// <summary>The path with these bytes.</summary>
    public static GitPath Of(ReadOnlySpan<byte> bytes) => new(Encoding.Latin1.GetString(bytes));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
