using System.Security.Cryptography;
using System.Text;

namespace Aidp.Functions.Tests.Http;

/// <summary>What one client got, as it came: fails at once when an event is missing, doubled or out of order, and keeps no more than hashes.</summary>
sealed class EventCheck : IDisposable
{
    readonly IncrementalHash _states = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly IncrementalHash _others = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly IncrementalHash _output = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    int _transition;
    string? _step;
    long _offset;

    public string? LastId { get; private set; }

    public bool Ended { get; private set; }

    public int Events { get; private set; }

    public void Add(ToldEvent told)
    {
        Assert.False(Ended, $"{told.Name} after the end");
        LastId = told.Id;
        Events++;
        switch (told.Name)
        {
            case "state":
                Assert.Equal(++_transition, told.Data.GetProperty("sequence").GetInt32());
                Append(_states, told.Data.GetRawText());
                break;
            case "output":
                AddOutput(told);
                break;
            default:
                Append(_others, told.Name + told.Data.GetRawText());
                Ended = told.Name == "end";
                break;
        }
    }

    /// <summary>Everything that was told, in order, apart from where output was cut.</summary>
    public string Summary() => string.Join(' ', new[] { _states, _others, _output }.Select(hash => Convert.ToHexStringLower(hash.GetCurrentHash())));

    public void Dispose()
    {
        _states.Dispose();
        _others.Dispose();
        _output.Dispose();
    }

    void AddOutput(ToldEvent told)
    {
        if (told.Text("step") != _step)
        {
            (_step, _offset) = (told.Text("step"), 0);
            Append(_output, $"step {_step}:");
        }

        Assert.Equal(_offset, told.Data.GetProperty("offset").GetInt64());
        Assert.Null(told.Text("restarted"));
        var text = told.Text("text")!;
        Assert.Equal(Encoding.UTF8.GetByteCount(text), told.Data.GetProperty("bytes").GetInt32());
        _offset += told.Data.GetProperty("bytes").GetInt32();
        Append(_output, text);
    }

    static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
