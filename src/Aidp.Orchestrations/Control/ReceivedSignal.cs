using System.Text.Json;
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
    static readonly JsonSerializerOptions _options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Reads a payload; pause, resume and cancel work with any payload, or none.</summary>
    public static ReceivedSignal Read(string name, JsonElement? payload)
    {
        try
        {
            return name == SignalNames.Inject
                ? ReadInstruction(Deserialize<InstructionSignal>(payload))
                : ReadControl(name, Deserialize<ControlSignal>(payload));
        }
        catch (JsonException)
        {
            return new(name, Problem: name == SignalNames.Inject ? "malformed payload" : null);
        }
    }

    static T? Deserialize<T>(JsonElement? payload)
        where T : class => payload is { ValueKind: JsonValueKind.Object } value ? value.Deserialize<T>(_options) : null;

    static ReceivedSignal ReadControl(string name, ControlSignal? signal) =>
        new(name, BoundedText.Cut(signal?.Id, 40), BoundedText.Cut(signal?.Author, 60));

    static ReceivedSignal ReadInstruction(InstructionSignal? signal)
    {
        if (signal is null)
        {
            return new(SignalNames.Inject, Problem: "malformed payload");
        }

        var received = new ReceivedSignal(SignalNames.Inject, BoundedText.Cut(signal.Id, 40), BoundedText.Cut(signal.Author, 60));
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
