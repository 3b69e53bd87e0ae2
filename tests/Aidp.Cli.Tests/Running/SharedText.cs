using System.Text;

namespace Aidp.Cli.Tests.Running;

/// <summary>What a verb writes, readable while it goes on writing.</summary>
sealed class SharedText : TextWriter
{
    readonly Lock _gate = new();
    readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_gate)
        {
            _text.Append(value);
        }
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _text.Append(value);
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return _text.ToString();
        }
    }
}
