using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aidp.Activities.Artifacts;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Checks;

/// <summary>The names of what is kept of one call of a check.</summary>
sealed class CheckArtifacts(RunCheckInput input)
{
    const string OutputEnding = ".log";
    const string SummaryEnding = ".summary.md";
    const string VerdictEnding = ".json";
    const int TreeDigits = 12;

    static readonly SearchValues<char> _digits = SearchValues.Create("0123456789abcdef");

    readonly string _check = $"check-{Unique(input.Check.Name)}";

    /// <summary>The whole output.</summary>
    public ArtifactName Output => Of($"{Step}{OutputEnding}");

    /// <summary>What a prompt says about it.</summary>
    public ArtifactName Summary => Of($"{Step}{SummaryEnding}");

    /// <summary>The result on a tree: once it is there, the call is finished and is not repeated.</summary>
    public ArtifactName Verdict(string tree) => Of($"{VerdictsOf(tree)}{Step}{VerdictEnding}");

    /// <summary>How the names of all verdicts begin that this check had on the same files, whatever commit they are of.</summary>
    public string VerdictsOf(string tree) => $"{_check}.{tree[..TreeDigits]}.";

    /// <summary>Whether it is the result of this very call, on whatever tree.</summary>
    public bool IsVerdict(ArtifactName name) => name.File.StartsWith($"{_check}.", StringComparison.Ordinal)
        && name.File.AsSpan(_check.Length + 1) is { Length: > TreeDigits } rest
        && rest[TreeDigits..].SequenceEqual($".{Step}{VerdictEnding}") && !rest[..TreeDigits].ContainsAnyExcept(_digits);

    string Step => input.Step.Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The summary that belongs to an output.</summary>
    public static ArtifactName? SummaryOf(string? output) =>
        output is not null && output.EndsWith(OutputEnding, StringComparison.Ordinal) ? ArtifactName.TryParse(output[..^OutputEnding.Length] + SummaryEnding) : null;

    ArtifactName Of(string rest) => ArtifactName.Of(input.Step.Run, input.Step.Iteration, rest.StartsWith(_check, StringComparison.Ordinal) ? rest : $"{_check}.{rest}");

    // Two names may look the same once they are made fit for a file.
    static string Unique(string name) => ArtifactName.Slug(name) is var slug && slug == name ? slug : $"{slug}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..6]}";
}
