using System.Text.Json.Serialization;

namespace Aidp.Orchestrations.Control;

/// <summary>A signal that arrived, and what became of it.</summary>
/// <param name="Sequence">Counts the signals of a run from 1, in the order of their arrival.</param>
/// <param name="Name">One of <see cref="SignalNames"/>.</param>
/// <param name="Id">The id that the sender gave; null when it gave none.</param>
/// <param name="Author">Who sent it; null when nobody said.</param>
/// <param name="At">When it arrived, in UTC.</param>
/// <param name="Answer">What became of it.</param>
/// <param name="Iteration">The iteration in which it was applied; null before.</param>
/// <param name="Note">Why it was ignored; null otherwise.</param>
public sealed record SignalEntry(int Sequence, string Name, string? Id, string? Author, DateTime At, SignalAnswer Answer, int? Iteration = null, string? Note = null);

/// <summary>What became of a signal.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignalAnswer>))]
public enum SignalAnswer
{
    /// <summary>It takes effect at the next safe point.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>It has taken effect.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied,

    /// <summary>It has no effect; the entry says why.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,
}
