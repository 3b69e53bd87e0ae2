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

    public static ControlSignal By(string author) => new() { Id = "c-1", Author = author };
}
