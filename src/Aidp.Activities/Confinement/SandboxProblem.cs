namespace Aidp.Activities.Confinement;

/// <summary>Why a machine cannot make a sandbox.</summary>
/// <param name="Cause">What is missing or refused.</param>
/// <param name="Remedy">What a person can do.</param>
sealed record SandboxProblem(string Cause, string Remedy)
{
    /// <summary>Whether it may be this moment that is to blame and not the machine.</summary>
    public bool MayPass { get; init; }

    /// <summary>Both, as one text.</summary>
    public override string ToString() => $"{Cause} {Remedy}";
}
