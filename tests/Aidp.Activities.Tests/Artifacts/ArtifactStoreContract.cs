using System.Text;
using Aidp.Activities.Artifacts;

namespace Aidp.Activities.Tests.Artifacts;

/// <summary>What both stores must do.</summary>
public abstract class ArtifactStoreContract : IAsyncDisposable
{
    protected const string Secret = "s3cr3t-value-42";

    static readonly ArtifactName _name = ArtifactName.Of("r1", 2, "tests.log");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteText_ThenRead_IsTheSame()
    {
        var store = Store();
        var reference = await store.WriteTextAsync(_name, "第一行 🎉\nrest", Cancellation);

        Assert.Equal("第一行 🎉\nrest", await store.ReadTextAsync(_name, cancellationToken: Cancellation));
        Assert.Equal("runs/r1/2/tests.log", reference.Artifact);
        Assert.Equal("第一行 🎉", reference.Preview);
        Assert.Equal(Encoding.UTF8.GetByteCount("第一行 🎉\nrest"), reference.Bytes);
        Assert.Equal(64, reference.Sha256.Length);
    }

    [Fact]
    public async Task WriteText_Twice_ReplacesTheFirst()
    {
        var store = Store();
        await store.WriteTextAsync(_name, "a much longer first text", Cancellation);
        await store.WriteTextAsync(_name, "second", Cancellation);

        Assert.Equal("second", await store.ReadTextAsync(_name, cancellationToken: Cancellation));
        Assert.Single(await store.ListAsync("r1", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Write_HoldsASecret_StoresNoneOfIt()
    {
        var store = Store();
        await store.WriteTextAsync(_name, $"key={Secret}!", Cancellation);
        await store.WriteBytesAsync(ArtifactName.Of("r1", 2, "bytes"), Encoding.UTF8.GetBytes(Secret), Cancellation);

        Assert.Equal("key=***!", await store.ReadTextAsync(_name, cancellationToken: Cancellation));
        Assert.Equal("***", await store.ReadTextAsync(ArtifactName.Of("r1", 2, "bytes"), cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Append_SecretSplitBetweenWrites_StoresNoneOfIt()
    {
        var store = Store();
        await using (var stream = await store.OpenAppendAsync(_name, fresh: true, Cancellation))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("a" + Secret[..5]), Cancellation);
            await stream.FlushAsync(Cancellation);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Secret[5..] + "b"), Cancellation);
        }

        Assert.Equal("a***b", await store.ReadTextAsync(_name, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Append_WhileItGrows_CanBeFollowed()
    {
        var store = Store();
        await using var stream = await store.OpenAppendAsync(_name, fresh: true, Cancellation);
        await stream.WriteAsync("first\n"u8.ToArray(), Cancellation);
        await stream.FlushAsync(Cancellation);
        Assert.Equal("first\n", await FollowAsync(store, 0, 6));

        await stream.WriteAsync("second\n"u8.ToArray(), Cancellation);
        await stream.FlushAsync(Cancellation);
        Assert.Equal("second\n", await FollowAsync(store, 6, 7));
    }

    [Fact]
    public async Task Append_NotFresh_ContinuesAndFresh_StartsAgain()
    {
        var store = Store();
        await AppendAsync(store, fresh: true, "one");
        await AppendAsync(store, fresh: false, "two");
        Assert.Equal("onetwo", await store.ReadTextAsync(_name, cancellationToken: Cancellation));

        await AppendAsync(store, fresh: true, "three");
        Assert.Equal("three", await store.ReadTextAsync(_name, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Append_OfAFewMegabytes_IsWhole()
    {
        var store = Store();
        var piece = Encoding.ASCII.GetBytes(new string('x', 300_000));
        await using (var stream = await store.OpenAppendAsync(_name, fresh: true, Cancellation))
        {
            for (var i = 0; i < 11; i++)
            {
                await stream.WriteAsync(piece, Cancellation);
            }
        }

        Assert.Equal(3_300_000, await store.SizeAsync("r1", Cancellation));
    }

    [Fact]
    public async Task Append_OverTheCap_SaysThatTheRestIsLeftOutAndGoesOn()
    {
        var store = Store(new ArtifactLimits { RunBytes = 800, MinimumFreeBytes = 0 });
        await using (var stream = await store.OpenAppendAsync(_name, fresh: true, Cancellation))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 1000)), Cancellation);
            await stream.WriteAsync("more"u8.ToArray(), Cancellation);
        }

        var text = await store.ReadTextAsync(_name, cancellationToken: Cancellation);
        Assert.StartsWith(new string('x', 700) + "\n[aidp: the rest is left out: the artifacts of run r1 have reached their cap", text, StringComparison.Ordinal);
        Assert.DoesNotContain("more", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_OverTheCap_IsRefusedAndKeepsWhatWasThere()
    {
        var store = Store(new ArtifactLimits { RunBytes = 100, MinimumFreeBytes = 0 });
        await store.WriteTextAsync(_name, "small", Cancellation);
        var refused = await Assert.ThrowsAsync<ArtifactStoreException>(() => store.WriteTextAsync(_name, new string('x', 200), Cancellation));

        Assert.Contains("artifacts.run_cap", refused.Message, StringComparison.Ordinal);
        Assert.Equal("small", await store.ReadTextAsync(_name, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task ReadRange_InTheMiddleAndPastTheEnd_GivesWhatIsThere()
    {
        var store = Store();
        await store.WriteTextAsync(_name, "0123456789", Cancellation);

        Assert.Equal("345", Text(await store.ReadRangeAsync(_name, 3, 3, Cancellation)));
        Assert.Equal("89", Text(await store.ReadRangeAsync(_name, 8, 100, Cancellation)));
        var past = await store.ReadRangeAsync(_name, 50, 10, Cancellation);
        Assert.Equal(0, past!.Bytes.Length);
        Assert.Equal(10, past.TotalBytes);
    }

    [Fact]
    public async Task OpenRead_FromAnOffset_GivesTheRest()
    {
        var store = Store();
        await store.WriteTextAsync(_name, "0123456789", Cancellation);
        await using var stream = await store.OpenReadAsync(_name, 4, Cancellation);
        using var reader = new StreamReader(stream!);

        Assert.Equal("456789", await reader.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Read_OfWhatIsNotThere_IsNull()
    {
        var store = Store();

        Assert.Null(await store.ReadTextAsync(_name, cancellationToken: Cancellation));
        Assert.Null(await store.OpenReadAsync(_name, 0, Cancellation));
        Assert.Null(await store.ReadRangeAsync(_name, 0, 1, Cancellation));
        Assert.Empty(await store.ListAsync("r1", cancellationToken: Cancellation));
        Assert.Equal(0, await store.SizeAsync("r1", Cancellation));
    }

    [Fact]
    public async Task List_OfARun_IsSortedByNumberAndDoesNotSeeOtherRuns()
    {
        var store = Store();
        foreach (var (run, iteration, file) in new[] { ("r1", 10, "a"), ("r1", 2, "b"), ("r1", 2, "a"), ("r10", 1, "a") })
        {
            await store.WriteTextAsync(ArtifactName.Of(run, iteration, file), "x", Cancellation);
        }

        Assert.Equal(["runs/r1/2/a", "runs/r1/2/b", "runs/r1/10/a"], (await store.ListAsync("r1", cancellationToken: Cancellation)).Select(item => item.Name.ToString()));
        Assert.Equal(["runs/r1/2/a", "runs/r1/2/b"], (await store.ListAsync("r1", 2, Cancellation)).Select(item => item.Name.ToString()));
    }

    [Fact]
    public async Task Delete_OfAnIteration_KeepsTheOthers()
    {
        var store = Store();
        await store.WriteTextAsync(ArtifactName.Of("r1", 1, "a"), "x", Cancellation);
        await store.WriteTextAsync(ArtifactName.Of("r1", 12, "a"), "x", Cancellation);
        await store.DeleteAsync("r1", 1, Cancellation);
        Assert.Equal(["runs/r1/12/a"], (await store.ListAsync("r1", cancellationToken: Cancellation)).Select(item => item.Name.ToString()));

        await store.DeleteAsync("r1", null, Cancellation);
        await store.DeleteAsync("r1", null, Cancellation);
        Assert.Empty(await store.ListAsync("r1", cancellationToken: Cancellation));
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal abstract ArtifactStore Create(ArtifactLimits limits);

    static string Text(ArtifactRange? range) => Encoding.UTF8.GetString(range!.Bytes.Span);

    static async Task AppendAsync(ArtifactStore store, bool fresh, string text)
    {
        await using var stream = await store.OpenAppendAsync(_name, fresh, Cancellation);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
    }

    static async Task<string> FollowAsync(ArtifactStore store, long offset, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await store.ReadRangeAsync(_name, offset, count, limit.Token) is { } range && range.Bytes.Length == count)
            {
                return Text(range);
            }

            await Task.Delay(20, limit.Token);
        }
    }

    ArtifactStore Store(ArtifactLimits? limits = null) => Create(limits ?? new ArtifactLimits { MinimumFreeBytes = 0 });
}
