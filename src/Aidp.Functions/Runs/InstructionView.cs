using System.Text.Json.Serialization;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Runs;

/// <summary>All that people told the agents of a run while it went on.</summary>
/// <param name="Instructions">In the order in which they arrived.</param>
/// <param name="Pending">How many of them wait for the next prompt.</param>
sealed record InstructionList(IReadOnlyList<InstructionView> Instructions, int Pending);

/// <summary>An instruction, and what became of it.</summary>
/// <param name="Id">The id of its signal.</param>
/// <param name="Type">What it is.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Author">Who gave it.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Text">The text.</param>
/// <param name="State">What became of it.</param>
/// <param name="Iteration">The iteration whose prompt had it first; null before.</param>
/// <param name="Standing">Whether it stands in every prompt from then on.</param>
sealed record InstructionView(string? Id, string Type, string Priority, string? Author, DateTime At, TextReference Text, InstructionState State, int? Iteration, bool Standing);

/// <summary>What became of an instruction.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InstructionState>))]
enum InstructionState
{
    /// <summary>It waits for the next prompt.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>An agent was given it.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied,

    /// <summary>No agent was given it, and none will be.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,
}
