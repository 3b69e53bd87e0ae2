using System.Globalization;
using System.Text;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Events;

/// <summary>How far a client has come in the events of all runs: each run that it follows, and the time up to which it knows all others.</summary>
sealed class AllCursor
{
    const char Between = '~';
    const char Within = ',';

    readonly SortedDictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Runs that were asked for earlier, and that have no place here, are told.</summary>
    public DateTimeOffset Known { get; set; }

    /// <summary>The runs that have a place.</summary>
    public IReadOnlyCollection<string> Runs => _places.Keys;

    /// <summary>How far the client has come in a run; null for a run that has no place.</summary>
    public EventCursor? Find(string run) => _places.TryGetValue(run, out var place) ? place.Cursor : null;

    /// <summary>Notes how far the client has come in a run.</summary>
    public void Set(string run, EventCursor cursor, DateTimeOffset createdAt) => _places[run] = new(cursor, createdAt);

    /// <summary>Forgets a run that is gone.</summary>
    public void Forget(string run) => _places.Remove(run);

    /// <summary>Forgets the runs whose end was told, but for those that are listed: the others were removed.</summary>
    public void ForgetEndedBut(IEnumerable<string> listed)
    {
        foreach (var run in _places.Where(pair => pair.Value.Cursor.Ended).Select(pair => pair.Key).Except(listed, StringComparer.Ordinal).ToList())
        {
            _places.Remove(run);
        }
    }

    /// <summary>Knows all runs up to a time, so that those of them that have ended need no place.</summary>
    public void KnowUntil(DateTimeOffset time)
    {
        // As exact as an id says it.
        var exact = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        Known = exact > Known ? exact : Known;
        foreach (var (run, _) in _places.Where(pair => pair.Value.Cursor.Ended && pair.Value.CreatedAt <= Known).ToList())
        {
            _places.Remove(run);
        }
    }

    /// <summary>Reads an id; null when it is none.</summary>
    public static AllCursor? TryParse(string text)
    {
        var parts = text.Split(Between);
        if (!long.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var known) || known < 0 || known > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        var cursor = new AllCursor { Known = DateTimeOffset.FromUnixTimeMilliseconds(known) };
        foreach (var part in parts.Skip(1))
        {
            if (part.Split(Within) is not [var run, var at] || !RunIds.IsValid(run) || EventCursor.TryParse(at) is not { Output.Step: 0 } place)
            {
                return null;
            }

            // When it was asked for is not said; it is found again, or its place is kept for this connection.
            cursor.Set(run, place, DateTimeOffset.MaxValue);
        }

        return cursor;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Known.ToUnixTimeMilliseconds():x}");
        foreach (var (run, place) in _places)
        {
            text.Append(Between).Append(run).Append(Within).Append(place.Cursor);
        }

        return text.ToString();
    }

    readonly record struct Place(EventCursor Cursor, DateTimeOffset CreatedAt);
}
