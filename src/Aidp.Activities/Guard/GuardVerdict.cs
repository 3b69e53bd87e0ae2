using Aidp.Activities.Git;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Guard;

/// <summary>What a guard policy says to the difference between a base and a tree.</summary>
/// <param name="Changes">Everything that differs.</param>
/// <param name="Forbidden">Changes that are not allowed.</param>
/// <param name="Awaiting">Changes that need a person's approval.</param>
/// <param name="Limits">Limits that the whole exceeds.</param>
sealed record GuardVerdict(IReadOnlyList<TreeChange> Changes, IReadOnlyList<JudgedChange> Forbidden, IReadOnlyList<JudgedChange> Awaiting, IReadOnlyList<GuardViolation> Limits)
{
    /// <summary>How many lines differ; binary content counts none.</summary>
    public int Lines => Changes.Sum(change => (change.Added ?? 0) + (change.Removed ?? 0));

    /// <summary>Whether there is nothing to say.</summary>
    public bool IsClean => Forbidden.Count == 0 && Awaiting.Count == 0 && Limits.Count == 0;

    /// <summary>What is forbidden, in the form of a result.</summary>
    public IReadOnlyList<GuardViolation> Violations => [.. Limits, .. Forbidden.Select(judged => judged.Violation)];
}

/// <summary>A change that is not simply allowed.</summary>
/// <param name="Change">The change.</param>
/// <param name="Violation">What is wrong with it, or what it waits for.</param>
/// <param name="Allowed">What may stand there instead: what a person approved of last, else what stood there at the base.</param>
sealed record JudgedChange(TreeChange Change, GuardViolation Violation, TreeEntry Allowed);
