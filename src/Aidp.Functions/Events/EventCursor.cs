using System.Globalization;

namespace Aidp.Functions.Events;

/// <summary>
/// How far a client has come in the events of a run: the id of the event that it got last. One number for each source, so that it means the same on every
/// worker, in whatever order a worker happened to see the sources grow.
/// </summary>
/// <param name="Begun">Whether anything was told.</param>
/// <param name="Generation">Which execution of the run's work loop the numbers belong to; 0 before there is one.</param>
/// <param name="History">How many events of its history were told.</param>
/// <param name="Transition">The sequence number of the last change of state that was told.</param>
/// <param name="Output">How far the output of a step was told.</param>
/// <param name="Ended">Whether the end was told.</param>
readonly record struct EventCursor(bool Begun, long Generation, int History, int Transition, OutputPosition Output, bool Ended)
{
    const string End = "end";
    const string New = "new";

    /// <summary>Reads an id; null when it is none.</summary>
    public static EventCursor? TryParse(string text)
    {
        var parts = text.Split(':');
        if (text.Length > 100 || parts.Length != 2 || Number(parts[0], NumberStyles.AllowHexSpecifier) is not { } generation)
        {
            return null;
        }

        if (parts[1] == New)
        {
            return default(EventCursor);
        }

        if (parts[1] == End)
        {
            return new(true, generation, 0, 0, default, Ended: true);
        }

        var numbers = parts[1].Split('.').Select(part => Number(part, NumberStyles.None)).ToArray();
        return numbers switch
        {
            [{ } history and <= int.MaxValue, { } transition and <= int.MaxValue] => new(true, generation, (int)history, (int)transition, default, false),
            [{ } history and <= int.MaxValue, { } transition and <= int.MaxValue, { } step and <= int.MaxValue, { } offset, { } check and <= uint.MaxValue] =>
                new(true, generation, (int)history, (int)transition, new((int)step, offset, (uint)check), false),
            _ => null,
        };
    }

    /// <summary>Whether the client has got an event.</summary>
    public bool Has(RunEvent happened) => Ended || happened switch
    {
        RunEvent.Started => Begun,
        RunEvent.Entered entered => entered.Transition.Sequence <= Transition,
        RunEvent.FromHistory recorded => recorded.Position < History,
        _ => false,
    };

    /// <summary>The cursor after an event.</summary>
    public EventCursor After(RunEvent happened) => happened switch
    {
        RunEvent.Entered entered => this with { Begun = true, Transition = entered.Transition.Sequence },
        RunEvent.FromHistory recorded => this with { Begun = true, History = recorded.Position + 1 },
        RunEvent.Finished => this with { Begun = true, Ended = true },
        _ => this with { Begun = true },
    };

    /// <summary>The cursor of the same client for another execution of the work loop, of which it has got nothing.</summary>
    public EventCursor For(long generation) => new(Begun, generation, 0, 0, default, false);

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Begun: false } => $"0:{New}",
        { Ended: true } => string.Create(CultureInfo.InvariantCulture, $"{Generation:x}:{End}"),
        { Output.Step: 0 } => string.Create(CultureInfo.InvariantCulture, $"{Generation:x}:{History}.{Transition}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Generation:x}:{History}.{Transition}.{Output.Step}.{Output.Offset}.{Output.Check}"),
    };

    static long? Number(string text, NumberStyles style) =>
        long.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;
}
