using System.Text.Json;
using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Hosting;

/// <summary>Limits of orchestrations, from the section <c>embedded</c> of <c>host.json</c>; the Azure host has its own, and leaves the section alone.</summary>
sealed record EngineLimits
{
    /// <summary>The longest input, output or event payload in characters.</summary>
    public int? MaxPayloadLength { get; init; }

    /// <summary>The longest custom status in characters.</summary>
    public int? MaxCustomStatusLength { get; init; }

    /// <summary>The most events in a history.</summary>
    public int? MaxHistoryEvents { get; init; }

    /// <summary>The largest history in bytes.</summary>
    public long? MaxHistoryBytes { get; init; }

    /// <summary>The most messages that wait for an instance, with the events that it has not waited for.</summary>
    public int? MaxPendingEvents { get; init; }

    /// <summary>The keys, as they are written in the file.</summary>
    internal static readonly IReadOnlyList<string> Keys = ["maxPayloadLength", "maxCustomStatusLength", "maxHistoryEvents", "maxHistoryBytes", "maxPendingEvents"];

    /// <summary>Reads the section.</summary>
    /// <exception cref="FormatException">A number is too small.</exception>
    internal static EngineLimits Read(JsonElement section)
    {
        return new()
        {
            MaxPayloadLength = (int?)Number(Keys[0], 1, int.MaxValue),
            MaxCustomStatusLength = (int?)Number(Keys[1], 1, int.MaxValue),
            MaxHistoryEvents = (int?)Number(Keys[2], 10, int.MaxValue),
            MaxHistoryBytes = Number(Keys[3], 1_000, long.MaxValue),
            MaxPendingEvents = (int?)Number(Keys[4], 1, int.MaxValue),
        };

        long? Number(string key, long least, long most) => section.Find(key)?.GetInt64() switch
        {
            null => null,
            { } value when value >= least && value <= most => value,
            { } value => throw new FormatException($"extensions.embedded.{key} is {value}, and must be at least {least} and at most {most}."),
        };
    }

    /// <summary>Sets what the file says and leaves the rest.</summary>
    internal void ApplyTo(EmbeddedEngineOptions options)
    {
        options.MaxPayloadLength = MaxPayloadLength ?? options.MaxPayloadLength;
        options.MaxCustomStatusLength = MaxCustomStatusLength ?? options.MaxCustomStatusLength;
        options.MaxHistoryEvents = MaxHistoryEvents ?? options.MaxHistoryEvents;
        options.MaxHistoryBytes = MaxHistoryBytes ?? options.MaxHistoryBytes;
        options.MaxPendingMessages = MaxPendingEvents ?? options.MaxPendingMessages;
    }
}
