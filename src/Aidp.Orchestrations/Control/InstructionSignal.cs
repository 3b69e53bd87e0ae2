using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.Control;

/// <summary>The payload of <see cref="SignalNames.Inject"/>. The text is stored as an artifact before the signal is sent.</summary>
public sealed record InstructionSignal
{
    /// <summary>Chosen by the sender to find its signal in <see cref="WorkLoop.LoopStatus.Signals"/>; at most 40 characters are kept.</summary>
    public string? Id { get; init; }

    /// <summary>Who sent it; at most 60 characters are kept.</summary>
    public string? Author { get; init; }

    /// <summary>One of <see cref="InstructionTypes"/>; <c>user_input</c> when left out.</summary>
    public string Type { get; init; } = InstructionTypes.UserInput;

    /// <summary>One of <see cref="InstructionPriorities"/>; <c>normal</c> when left out.</summary>
    public string Priority { get; init; } = InstructionPriorities.Normal;

    /// <summary>The text.</summary>
    public required TextReference Text { get; init; }
}

/// <summary>The words for what an instruction is.</summary>
public static class InstructionTypes
{
    /// <summary>Anything that a person wants to say, once: it stands in the next prompt that an agent works through.</summary>
    public const string UserInput = "user_input";

    /// <summary>The plan changed.</summary>
    public const string PlanUpdate = "plan_update";

    /// <summary>Something that must hold.</summary>
    public const string Constraint = "constraint";

    /// <summary>What the task means.</summary>
    public const string Clarification = "clarification";

    /// <summary>When the work is good.</summary>
    public const string Acceptance = "acceptance";

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> All { get; } = [UserInput, PlanUpdate, Constraint, Clarification, Acceptance];

    /// <summary>Whether it changes what the work is, and so stands in every prompt to the end of the run: an agent knows nothing of the prompts before.</summary>
    public static bool Stands(string type) => type is PlanUpdate or Constraint or Clarification or Acceptance;
}

/// <summary>The words for how urgent an instruction is.</summary>
public static class InstructionPriorities
{
    /// <summary>Before all else.</summary>
    public const string Critical = "critical";

    /// <summary>Before most.</summary>
    public const string High = "high";

    /// <summary>The default.</summary>
    public const string Normal = "normal";

    /// <summary>When all else is said.</summary>
    public const string Low = "low";

    /// <summary>All words, the most urgent first.</summary>
    public static IReadOnlyList<string> All { get; } = [Critical, High, Normal, Low];
}
