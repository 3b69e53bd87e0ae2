using System.Text;

namespace Aidp.Activities.Git;

/// <summary>What a call of git came to.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output: bytes, since a path need not be UTF-8.</param>
/// <param name="Error">The end of its standard error.</param>
sealed record GitResult(int ExitCode, ReadOnlyMemory<byte> Output, string Error)
{
    /// <summary>Whether it succeeded.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <summary>The output as text, without the end of its last line.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span).TrimEnd('\n');

    /// <summary>The items of an output made with <c>-z</c>.</summary>
    public IReadOnlyList<string> Items => Encoding.UTF8.GetString(Output.Span).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of the output.</summary>
    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
