using System.Text;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Control;

namespace Aidp.Functions.Runs;

/// <summary>The body of <c>POST /api/runs/{id}/instructions</c>.</summary>
sealed record InstructionBody
{
    /// <summary>The longest text, in bytes of UTF-8: a prompt has room for little more.</summary>
    public const int MostTextBytes = 64 * 1024;

    /// <summary>What the agent is to be told.</summary>
    public required string Text { get; init; }

    /// <summary>One of <see cref="InstructionTypes"/>.</summary>
    public string Type { get; init; } = InstructionTypes.UserInput;

    /// <summary>One of <see cref="InstructionPriorities"/>.</summary>
    public string Priority { get; init; } = InstructionPriorities.Normal;

    /// <summary>Who says it.</summary>
    public string? Author { get; init; }

    /// <summary>Ends the request when it breaks a rule; the message says which.</summary>
    public void Check()
    {
        if (Encoding.UTF8.GetByteCount(Text) > MostTextBytes)
        {
            throw ApiProblems.TooLarge($"An instruction may have {MostTextBytes} bytes.");
        }

        if (string.IsNullOrWhiteSpace(Text))
        {
            throw ApiProblems.InvalidRequest("The text is empty: say what the agent is to know.");
        }

        Known("type", Type, InstructionTypes.All);
        Known("priority", Priority, InstructionPriorities.All);
    }

    static void Known(string name, string value, IReadOnlyList<string> words)
    {
        if (!words.Contains(value))
        {
            throw ApiProblems.InvalidRequest($"{name} must be one of {string.Join(", ", words)}.");
        }
    }
}
