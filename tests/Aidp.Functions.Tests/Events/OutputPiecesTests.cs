using System.Text;
using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Functions.Events;

namespace Aidp.Functions.Tests.Events;

public sealed class OutputPiecesTests : IDisposable
{
    const int Step = 3;

    static readonly ArtifactName _name = ArtifactName.Of("run", 1, "agent-3.log");

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aidp-output-");
    readonly ArtifactStore _artifacts;

    public OutputPiecesTests() => _artifacts = new DirectoryArtifactStore(_folder.FullName, new ArtifactLimits { MinimumFreeBytes = 0 }, []);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_LongOutput_ComesInPiecesThatMakeItUp(bool windowed)
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} äöü 漢字 🎉\n"));
        await WriteAsync(text);

        var (told, restarts) = await ReadAllAsync(default, windowed, ended: true);

        Assert.Equal(text, told);
        Assert.Equal(0, restarts);
    }

    [Fact]
    public async Task Read_CharacterThatIsTorn_IsToldWhenAllOfItIsThere()
    {
        var bytes = Encoding.UTF8.GetBytes("a🎉");
        for (var length = 2; length < bytes.Length; length++)
        {
            await _artifacts.WriteBytesAsync(_name, bytes.AsMemory(0, length), Cancellation);
            Assert.Equal("a", (await ReadAllAsync(default, windowed: false, ended: false)).Text);
        }

        await _artifacts.WriteBytesAsync(_name, bytes, Cancellation);
        Assert.Equal("a🎉", (await ReadAllAsync(default, windowed: false, ended: false)).Text);
    }

    [Fact]
    public async Task Read_WhatIsNoText_IsReplacedAndCounted()
    {
        await _artifacts.WriteBytesAsync(_name, new byte[] { 0xFF, 0x41, 0xF0, 0x9F }, Cancellation);

        var piece = await new OutputPieces(_artifacts).ReadAsync(null, _name, new(Step, 0, 0), ended: true, Cancellation);

        Assert.Equal(4, JsonElement.Parse(piece!.Json.Span).GetProperty("bytes").GetInt32());
        Assert.Equal(4, piece.After.Offset);
    }

    [Theory]
    [InlineData(true, "attempt two is another one")]
    [InlineData(false, "attempt two is another one")]
    [InlineData(true, "short")]
    [InlineData(false, "short")]
    public async Task Read_StepThatRunsAgain_IsToldAgainFromItsBeginning(bool windowed, string second)
    {
        await WriteAsync("attempt one says something");
        var first = await new OutputPieces(_artifacts).ReadAsync(null, _name, new(Step, 0, 0), ended: false, Cancellation);
        await WriteAsync(second);

        var (told, restarts) = await ReadAllAsync(first!.After, windowed, ended: true);

        Assert.Equal(second, told);
        Assert.Equal(1, restarts);
    }

    [Fact]
    public async Task Read_OutputThatIsWrittenAnew_IsFollowed()
    {
        await WriteAsync(new string('a', 100));
        var window = await OutputWindow.ReadOnAsync(null, Step, _name, _artifacts, Cancellation);
        await WriteAsync(new string('a', 100) + "b");
        window = await OutputWindow.ReadOnAsync(window, Step, _name, _artifacts, Cancellation);
        Assert.Equal(101, window.Read(Step, 0, 1_000)?.Length);
        await WriteAsync("c");
        window = await OutputWindow.ReadOnAsync(window, Step, _name, _artifacts, Cancellation);
        Assert.Equal("c"u8, window.Read(Step, 0, 1_000)!.Value.Span);
        Assert.Null(window.Read(Step + 1, 0, 1_000));
        Assert.Null(window.Read(Step, 2, 1_000));
    }

    async Task WriteAsync(string text) => await _artifacts.WriteBytesAsync(_name, Encoding.UTF8.GetBytes(text), Cancellation);

    async Task<(string Text, int Restarts)> ReadAllAsync(OutputPosition position, bool windowed, bool ended)
    {
        var window = windowed ? await OutputWindow.ReadOnAsync(null, Step, _name, _artifacts, Cancellation) : null;
        var pieces = new OutputPieces(_artifacts);
        var (text, restarts) = (new StringBuilder(), 0);
        position = position.Step == 0 ? new(Step, 0, 0) : position;
        while (await pieces.ReadAsync(window, _name, position, ended, Cancellation) is { } piece)
        {
            var data = JsonElement.Parse(piece.Json.Span);
            restarts += data.TryGetProperty("restarted", out _) ? 1 : 0;
            text.Append(data.GetProperty("text").GetString());
            position = piece.After;
        }

        return (text.ToString(), restarts);
    }
}
