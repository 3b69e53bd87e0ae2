using System.Text.Json;
using System.Text.Json.Serialization;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.Control;

/// <summary>A signal as it was understood: one that makes no sense is a signal with a problem, never an exception.</summary>
/// <param name="Name">One of <see cref="SignalNames"/>.</param>
/// <param name="Id">The id that the sender gave.</param>
/// <param name="Author">Who sent it.</param>
/// <param name="Instruction">What an <see cref="SignalNames.Inject"/> says; its sequence number is given when it is queued.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
sealed record ReceivedSignal(string Name, string? Id = null, string? Author = null, Instruction? Instruction = null, string? Problem = null)
{
    /// <summary>What an <see cref="SignalNames.UpdateGuardPolicy"/> changes.</summary>
    public GuardSignal? Guard { get; init; }

    /// <summary>What an <see cref="SignalNames.Approve"/> decides.</summary>
    public ApprovalSignal? Approval { get; init; }

    const string Malformed = "malformed payload";

    static readonly JsonSerializerOptions _options = new() { PropertyNameCaseInsensitive = true };

    // What decides over safety is never half understood: a misspelt name would leave out what was meant.
    static readonly JsonSerializerOptions _strict = new(_options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true };

    /// <summary>Reads a payload; pause, resume and cancel work with any payload, or none.</summary>
    public static ReceivedSignal Read(string name, JsonElement? payload)
    {
        try
        {
            return name switch
            {
                SignalNames.Inject => ReadInstruction(Deserialize<InstructionSignal>(payload, _options)),
                SignalNames.UpdateGuardPolicy when Deserialize<GuardSignal>(payload, _strict) is { } guard =>
                    Read(name, guard.Id, guard.Author) with { Guard = guard, Problem = guard.Problem() },
                SignalNames.Approve when Deserialize<ApprovalSignal>(payload, _strict) is { } approval =>
                    Read(name, approval.Id, approval.Author) with { Approval = approval, Problem = approval.Problem() },
                SignalNames.UpdateGuardPolicy or SignalNames.Approve => new(name, Problem: Malformed),
                _ => ReadControl(name, Deserialize<ControlSignal>(payload, _options)),
            };
        }
        catch (JsonException)
        {
            return new(name, Problem: name is SignalNames.Pause or SignalNames.Resume or SignalNames.Cancel ? null : Malformed);
        }
    }

    static T? Deserialize<T>(JsonElement? payload, JsonSerializerOptions options)
        where T : class => payload is { ValueKind: JsonValueKind.Object } value ? value.Deserialize<T>(options) : null;

    static ReceivedSignal Read(string name, string? id, string? author) => new(name, BoundedText.Cut(id, 40), BoundedText.Cut(author, 60));

    static ReceivedSignal ReadControl(string name, ControlSignal? signal) =>
        Read(name, signal?.Id, signal?.Author);

    static ReceivedSignal ReadInstruction(InstructionSignal? signal)
    {
        if (signal is null)
        {
            return new(SignalNames.Inject, Problem: Malformed);
        }

        var received = Read(SignalNames.Inject, signal.Id, signal.Author);
        return signal switch
        {
            { Text: null or { Artifact: null or "" } or { Sha256: null or "" } } => received with { Problem = "no text" },
            _ when !InstructionTypes.All.Contains(signal.Type) => received with { Problem = "unknown type" },
            _ when !InstructionPriorities.All.Contains(signal.Priority) => received with { Problem = "unknown priority" },
            _ => received with
            {
                Instruction = new()
                {
                    Type = signal.Type,
                    Priority = signal.Priority,
                    Text = signal.Text with { Preview = BoundedText.Cut(signal.Text.Preview, Runs.TextReference.PreviewLength) ?? "" },
                    Author = received.Author,
                },
            },
        };
    }
}
