using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aidp.Cli.State;

/// <summary>What a host writes down about itself for those who look for it.</summary>
sealed record HostRecord
{
    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Its version; a client of another version does not talk to it.</summary>
    public required string Version { get; init; }

    /// <summary>The path of its socket.</summary>
    public required string Socket { get; init; }

    /// <summary>Its address over TCP; null when it has none.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether a verb started it, so that it may end when nothing goes on.</summary>
    public bool Background { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Reads what the last host of a state folder wrote; null when there was none or the file is damaged.</summary>
    public static HostRecord? Read(StateFolder state)
    {
        try
        {
            return JsonSerializer.Deserialize<HostRecord>(File.ReadAllBytes(state.HostFile), _json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it down.</summary>
    public void Write(StateFolder state) => StateFolder.WriteOwnerOnly(state.HostFile, JsonSerializer.Serialize(this, _json));
}
