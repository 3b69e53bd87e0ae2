using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Tests.Processes;

public sealed class OutputRecorderTests
{
    [Fact]
    public async Task Copy_AnyPieces_StoreTheSame()
    {
        const string Text = "key=abcd abc abcabcd ababcd tail ab";
        for (var size = 1; size <= Text.Length; size++)
        {
            var (stored, lines, captured) = await RecordAsync(Text, size, new OutputTarget(), "abcd", "ab");
            Assert.Equal("key=*** ***c ***c*** ****** tail ***", stored);
            Assert.Equal(stored, captured.Tail);
            Assert.Equal([stored], lines);
        }
    }

    [Fact]
    public async Task Copy_SecretInsideOfJson_IsStruckOutTooWhoeverEscapedIt()
    {
        const string Secret = "pass\"w\\rd\n+two 漢";
        foreach (var encoder in new JavaScriptEncoder[] { JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        {
            var (stored, _, _) = await RecordAsync($"\"text\":\"{JsonEncodedText.Encode(Secret, encoder)}\", {Secret}", 7, new OutputTarget(), Secret);

            Assert.Equal("\"text\":\"***\", ***", stored);
        }
    }

    [Theory]
    [InlineData(10, 4, 0, "0123456789")]
    [InlineData(4, 6, 0, "0123456789")]
    [InlineData(4, 4, 2, "0123\n[aidp: 2 bytes are left out here: only the first 4 and the last 4 are kept]\n6789")]
    [InlineData(0, 3, 7, "\n[aidp: 7 bytes are left out here: only the first 0 and the last 3 are kept]\n789")]
    public async Task Copy_MoreThanTheLimit_KeepsBeginningAndEnd(long maximum, int tail, long omitted, string expected)
    {
        var (stored, _, captured) = await RecordAsync("0123456789", 3, new OutputTarget { MaximumBytes = maximum, TailBytes = tail });

        Assert.Equal((expected, omitted, 10), (stored, captured.OmittedBytes, captured.TotalBytes));
    }

    [Fact]
    public async Task Copy_Lines_AreHandedOnWithoutTheirEnds()
    {
        var (_, lines, _) = await RecordAsync("一\r\n\ntwo\nrest", 2, new OutputTarget());

        Assert.Equal(["一", "", "two", "rest"], lines);
    }

    [Fact]
    public async Task Copy_EndlessLine_IsCut()
    {
        var (_, lines, _) = await RecordAsync(new string('x', 3 << 20) + "\nnext", 1 << 16, new OutputTarget());

        Assert.Equal([1 << 20, 4], lines.Select(line => line.Length));
    }

    static async Task<(string Stored, List<string> Lines, CapturedOutput Captured)> RecordAsync(string text, int pieceSize, OutputTarget target, params string[] secrets)
    {
        using var stored = new MemoryStream();
        var lines = new List<string>();
        var recorder = new OutputRecorder(target with { Destination = stored, Line = lines.Add }, secrets, () => { });
        using var pieces = new Pieces(Encoding.UTF8.GetBytes(text), pieceSize);
        await recorder.CopyAsync(pieces, TestContext.Current.CancellationToken);
        var captured = await recorder.FinishAsync();
        return (Encoding.UTF8.GetString(stored.ToArray()), lines, captured);
    }

    /// <summary>A stream that gives at most so many bytes at a time.</summary>
    sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
