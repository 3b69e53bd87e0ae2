using Aidp.Orchestrations.Settings;

namespace Aidp.Functions.Runs;

/// <summary>The guard policy of a run.</summary>
/// <param name="Policy">As it holds from the next judgement on.</param>
/// <param name="Protected">The patterns of what is always protected; <c>allowProtected</c> makes exceptions.</param>
/// <param name="Changes">Who changed it while the run went on, the oldest first.</param>
sealed record GuardPolicyView(GuardSettings Policy, IReadOnlyList<string> Protected, IReadOnlyList<GuardChangeView> Changes);

/// <summary>A change of the guard policy.</summary>
/// <param name="Id">The id of its signal.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="At">When it arrived.</param>
sealed record GuardChangeView(string? Id, string? Author, DateTime At);
