using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.Control;

/// <summary>The payload of <see cref="SignalNames.UpdateGuardPolicy"/>: what is given replaces that part of the policy, what is left out stays as it is.</summary>
public sealed record GuardSignal
{
    /// <summary>A limit of this value is lifted.</summary>
    public const int NoLimit = 0;

    /// <summary>Chosen by the sender to find its signal in <see cref="WorkLoop.LoopStatus.Signals"/>; at most 40 characters are kept.</summary>
    public string? Id { get; init; }

    /// <summary>Who sent it; at most 60 characters are kept.</summary>
    public string? Author { get; init; }

    /// <summary>As in <see cref="GuardSettings"/>.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>As in <see cref="GuardSettings"/>.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>As in <see cref="GuardSettings"/>.</summary>
    public IReadOnlyList<string>? Confirm { get; init; }

    /// <summary>As in <see cref="GuardSettings"/>; <see cref="NoLimit"/> lifts it.</summary>
    public int? MaxLinesPerCommit { get; init; }

    /// <summary>As in <see cref="GuardSettings"/>; <see cref="NoLimit"/> lifts it.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>As in <see cref="GuardSettings"/>.</summary>
    public IReadOnlyList<string>? AllowProtected { get; init; }

    /// <summary>The policy with what is given here.</summary>
    public GuardSettings Over(GuardSettings guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        return new()
        {
            Include = Include ?? guard.Include,
            Exclude = Exclude ?? guard.Exclude,
            Confirm = Confirm ?? guard.Confirm,
            MaxLinesPerCommit = Limit(MaxLinesPerCommit, guard.MaxLinesPerCommit),
            MaxFiles = Limit(MaxFiles, guard.MaxFiles),
            AllowProtected = AllowProtected ?? guard.AllowProtected,
        };
    }

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Problem() =>
        (Include, Exclude, Confirm, AllowProtected) is (null, null, null, null) && (MaxLinesPerCommit, MaxFiles) is (null, null)
            ? "it changes nothing"
            : GuardRules.ProblemOf(Over(new()));

    static int? Limit(int? given, int? otherwise) => given == NoLimit ? null : given ?? otherwise;
}
