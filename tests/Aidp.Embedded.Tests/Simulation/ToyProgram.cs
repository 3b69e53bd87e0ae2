namespace Aidp.Embedded.Tests.Simulation;

/// <summary>One thing that a toy orchestration does; each adds one word to its log, and branches add theirs.</summary>
abstract record ToyStep
{
    /// <summary>Calls an activity, which returns a word made of the given one.</summary>
    public sealed record Call(string Word) : ToyStep;

    /// <summary>Calls an activity that fails a number of times, with a retry policy or a retry handler.</summary>
    public sealed record Flaky(int Failures, int Attempts, bool ByHandler) : ToyStep;

    /// <summary>Waits for a time.</summary>
    public sealed record Sleep(TimeSpan Time) : ToyStep;

    /// <summary>Waits for the next event of the name that all such steps share, so that their order can be checked.</summary>
    public sealed record Wait : ToyStep;

    /// <summary>Waits for an event of a name of its own.</summary>
    public sealed record WaitAlone : ToyStep;

    /// <summary>Waits for an event up to a time.</summary>
    public sealed record WaitUpTo(TimeSpan Time) : ToyStep;

    /// <summary>Does several things at once and waits for all.</summary>
    public sealed record All(IReadOnlyList<IReadOnlyList<ToyStep>> Branches) : ToyStep;

    /// <summary>Does several things at once and goes on after the first.</summary>
    public sealed record Any(IReadOnlyList<IReadOnlyList<ToyStep>> Branches) : ToyStep;

    /// <summary>Calls a sub-orchestration that is a toy, too.</summary>
    public sealed record Child(int Program, bool Named) : ToyStep;

    /// <summary>Calls a sub-orchestration that fails a number of times, with a retry policy.</summary>
    public sealed record FickleChild(int Failures, int Attempts) : ToyStep;

    /// <summary>Calls a sub-orchestration that sends an event to its caller, which waits for the event first or last.</summary>
    public sealed record Ping(bool EventFirst) : ToyStep;

    /// <summary>Sets the custom status.</summary>
    public sealed record Status(string Text) : ToyStep;
}

/// <summary>What a toy orchestration does, in each of its generations.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Generations">How often it is run, each time but the first as a new generation.</param>
/// <param name="KeepsEvents">Whether events that nobody has waited for are kept for the next generation.</param>
sealed record ToyProgram(IReadOnlyList<ToyStep> Steps, int Generations, bool KeepsEvents);

/// <summary>The input of a toy orchestration.</summary>
/// <param name="Program">The number of its program.</param>
/// <param name="Generation">From 0.</param>
/// <param name="Log">The words of the generations before.</param>
sealed record ToyInput(int Program, int Generation, IReadOnlyList<string> Log);
