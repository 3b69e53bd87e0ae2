using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Checks;

/// <summary>The verdicts of one check in one run.</summary>
sealed class CheckVerdicts(ArtifactStore artifacts, CheckArtifacts names)
{
    /// <summary>The result of an earlier attempt of this very step; null when none was finished.</summary>
    public async Task<CheckResult?> ReadAsync(CancellationToken cancellationToken)
    {
        var kept = await artifacts.ListAsync(names.Output.Run, names.Output.Iteration, cancellationToken);
        return kept.FirstOrDefault(artifact => names.IsVerdict(artifact.Name)) is { } found ? await ReadAsync(found.Name, cancellationToken) : null;
    }

    /// <summary>Keeps the result; from here on the step is finished. A verdict that differs from an earlier one on the same files is marked as flaky.</summary>
    /// <param name="tree">The id of the tree that was checked: each call of an agent makes a commit, also one that changes nothing.</param>
    public async Task<CheckResult> FinishAsync(CheckResult result, string tree, CancellationToken cancellationToken)
    {
        result = result with { Verdict = result.Verdict with { Flaky = await DiffersAsync(result.Verdict.Outcome, tree, cancellationToken) } };
        Boundaries.Reach("check.verdict.before");
        await artifacts.WriteBytesAsync(names.Verdict(tree), JsonSerializer.SerializeToUtf8Bytes(result), cancellationToken);
        Boundaries.Reach("check.verdict.after");
        return result;
    }

    async Task<bool> DiffersAsync(CheckOutcome outcome, string tree, CancellationToken cancellationToken)
    {
        foreach (var artifact in await artifacts.ListAsync(names.Output.Run, null, cancellationToken))
        {
            if (artifact.Name.File.StartsWith(names.VerdictsOf(tree), StringComparison.Ordinal) && artifact.Name != names.Verdict(tree)
                && await ReadAsync(artifact.Name, cancellationToken) is { } earlier && earlier.Verdict.Outcome != outcome)
            {
                return true;
            }
        }

        return false;
    }

    async Task<CheckResult?> ReadAsync(ArtifactName name, CancellationToken cancellationToken) =>
        await artifacts.ReadTextAsync(name, cancellationToken: cancellationToken) is { } text ? JsonSerializer.Deserialize<CheckResult>(text) : null;
}
