using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.Tests.Driving;

/// <summary>Payloads of signals.</summary>
static class Signals
{
    public static InstructionSignal Instruction(string text, string author = "ann") => new()
    {
        Id = "i-1",
        Author = author,
        Type = InstructionTypes.Constraint,
        Priority = InstructionPriorities.High,
        Text = new TextReference("instructions/1.md", "ab", text.Length, text),
    };

    public static GuardSignal Guard(params string[] exclude) => new() { Id = "g-1", Author = "ann", Exclude = exclude };

    public static ApprovalSignal Decide(string decision, params string[] files) =>
        new() { Id = "a-1", Author = "ann", Decision = decision, Files = files.Length == 0 ? null : files, Reason = "because" };

    public static ControlSignal By(string author) => new() { Id = "c-1", Author = author };
}
