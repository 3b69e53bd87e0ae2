using System.Text.Json;

namespace Aidp.EndToEnd.Tests.Running;

/// <summary>How a call of <c>aidp</c> ended and what it said.</summary>
sealed record AidpResult(int ExitCode, string Output, string Error)
{
    /// <summary>The exit code of a process that SIGKILL ended, as .NET and shells report it.</summary>
    public const int Killed = 128 + 9;

    /// <summary>The objects that <c>--json</c> wrote, one a line.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];

    /// <summary>The result record: the last line.</summary>
    public JsonElement Result => Lines[^1];

    public void AssertExit(int expected) => Assert.True(expected == ExitCode, $"Exit code {ExitCode} instead of {expected}.\n{Output}\n{Error}");
}
