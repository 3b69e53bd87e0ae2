using System.Text.Json.Nodes;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Runs;

namespace Aidp.Cli.Client;

/// <summary>Runs that a host keeps as they are, since its program cannot go on with them.</summary>
/// <param name="reasons">Why, by the ids of the instances.</param>
sealed class HeldRuns(IReadOnlyDictionary<string, string> reasons)
{
    /// <summary>The word for them.</summary>
    public const string Word = "held";

    /// <summary>Why a run is held; null when it is not, or has ended: what of it is still held then is about to end as well.</summary>
    public string? Reason(RunView run) => run.Finished ? null : reasons.GetValueOrDefault(RunIds.LoopOf(run.Id)) ?? reasons.GetValueOrDefault(run.Id);

    /// <summary>The status of a run in one word.</summary>
    public string Status(RunView run) => Reason(run) is null ? RunWords.Status(run.Status) : Word;

    /// <summary>What helps.</summary>
    public static string Remedy(string run, NextCommands next) => $"start the version of Aidp that began it once more, and let it end there; or end it: {next.For("cancel", run)}";

    /// <summary>A run as JSON, with the reason when it is held.</summary>
    public JsonNode Json(RunView run)
    {
        var fields = OutputJson.Node(run);
        if (Reason(run) is { } reason)
        {
            fields.Add(Word, reason);
        }

        return fields;
    }
}
