using System.Text.Json;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Steps;

namespace Aidp.Functions.Runs;

/// <summary>Derives from the history of a work loop what people told its agents: the status has only counts.</summary>
sealed class RunInstructions
{
    readonly List<InstructionView> _instructions = [];
    readonly Dictionary<int, ExecuteAgentInput> _calls = [];

    /// <summary>Reads the history of a loop.</summary>
    public static InstructionList Of(IEnumerable<HistoryEvent> history, bool ended)
    {
        var read = new RunInstructions();
        foreach (var e in SignalHistory.WithoutRepeats(history))
        {
            read.Read(e);
        }

        var all = read._instructions.Select(known => ended && known.State == InstructionState.Pending ? known with { State = InstructionState.Ignored } : known).ToList();
        return new(all, all.Count(known => known.State == InstructionState.Pending));
    }

    void Read(HistoryEvent e)
    {
        switch (e)
        {
            case EventRaisedEvent raised when SignalNames.Inject.Equals(raised.Name, StringComparison.OrdinalIgnoreCase):
                Arrived(raised);
                break;
            case TaskScheduledEvent { Name: FunctionNames.ExecuteAgent } call when DurableJson.Read<ExecuteAgentInput>(call.Input) is { } input:
                Asked(call.EventId, input);
                break;
            case TaskCompletedEvent done when _calls.Remove(done.TaskScheduledId, out var input) && DurableJson.Read<ExecuteAgentResult>(done.Result) is { } result:
                Answered(input, result);
                break;
            default:
                break;
        }
    }

    void Arrived(EventRaisedEvent raised)
    {
        var signal = ReceivedSignal.Read(SignalNames.Inject, DurableJson.Read<object>(raised.Input) as JsonElement?);
        if (signal.Instruction is { } instruction)
        {
            _instructions.Add(new(
                signal.Id, instruction.Type, instruction.Priority, signal.Author, DateTime.SpecifyKind(raised.Timestamp, DateTimeKind.Utc), instruction.Text,
                InstructionState.Pending, null, InstructionTypes.Stands(instruction.Type)));
        }
    }

    // All that waits goes into a prompt: what is not in it was refused when it arrived.
    void Asked(int id, ExecuteAgentInput input)
    {
        _calls[id] = input;
        Change(known => known.State == InstructionState.Pending && !Has(input, known), known => known with { State = InstructionState.Ignored });
    }

    void Answered(ExecuteAgentInput input, ExecuteAgentResult result)
    {
        if (result.Outcome is AgentOutcome.Completed or AgentOutcome.Timeout or AgentOutcome.IdleTimeout)
        {
            Change(known => known.State == InstructionState.Pending && Has(input, known), known => known with { State = InstructionState.Applied, Iteration = input.Step.Iteration });
        }
    }

    void Change(Func<InstructionView, bool> which, Func<InstructionView, InstructionView> how)
    {
        for (var index = 0; index < _instructions.Count; index++)
        {
            _instructions[index] = which(_instructions[index]) ? how(_instructions[index]) : _instructions[index];
        }
    }

    static bool Has(ExecuteAgentInput input, InstructionView known) => input.Prompt.Instructions.Any(given => given.Text.Artifact == known.Text.Artifact);
}
