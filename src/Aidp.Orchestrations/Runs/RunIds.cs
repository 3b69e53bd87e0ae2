using System.Text.RegularExpressions;

namespace Aidp.Orchestrations.Runs;

/// <summary>The rules for ids of runs and of the orchestration instances that belong to them.</summary>
public static partial class RunIds
{
    /// <summary>The longest instance id that the management routes take, in characters.</summary>
    public const int MostInstanceCharacters = 100;

    /// <summary>The longest id of a run, in characters: it leaves room for the names of children.</summary>
    public const int MostCharacters = 80;

    /// <summary>What a person must know about ids.</summary>
    public const string Rule = "An id has 1 to 80 characters out of a-z, 0-9, ':', '.', '_' and '-', and does not end in ':loop'.";

    const string LoopSuffix = ":loop";

    /// <summary>Whether a text can be the id of a run; see <see cref="Rule"/>.</summary>
    public static bool IsValid(string? id) =>
        id is { Length: <= MostCharacters } && Allowed().IsMatch(id) && !id.EndsWith(LoopSuffix, StringComparison.Ordinal);

    /// <summary>The id of the work loop that a run starts as its child.</summary>
    public static string LoopOf(string run) => run + LoopSuffix;

    /// <summary>The id of the run that a work loop belongs to; a loop without a run of its own is its own run.</summary>
    public static string RunOf(string instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.EndsWith(LoopSuffix, StringComparison.Ordinal) && instance.Length > LoopSuffix.Length ? instance[..^LoopSuffix.Length] : instance;
    }

    [GeneratedRegex(@"^[a-z0-9:._-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
