using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Checks;

/// <summary>The verdicts of one check in one run.</summary>
sealed class CheckVerdicts(ArtifactStore artifacts, CheckArtifacts names)
{
    /// <summary>The result of an earlier attempt of this very step; null when none was finished.</summary>
    public Task<CheckResult?> ReadAsync(CancellationToken cancellationToken) => ReadAsync(names.Verdict, cancellationToken);

    /// <summary>Keeps the result; from here on the step is finished. A verdict that differs from an earlier one on the same commit is marked as flaky.</summary>
    public async Task<CheckResult> FinishAsync(CheckResult result, CancellationToken cancellationToken)
    {
        result = result with { Verdict = result.Verdict with { Flaky = await DiffersAsync(result.Verdict.Outcome, cancellationToken) } };
        Boundaries.Reach("check.verdict.before");
        await artifacts.WriteBytesAsync(names.Verdict, JsonSerializer.SerializeToUtf8Bytes(result), cancellationToken);
        Boundaries.Reach("check.verdict.after");
        return result;
    }

    async Task<bool> DiffersAsync(CheckOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var artifact in await artifacts.ListAsync(names.Verdict.Run, null, cancellationToken))
        {
            if (artifact.Name.File.StartsWith(names.VerdictsOfCommit, StringComparison.Ordinal) && artifact.Name != names.Verdict
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
