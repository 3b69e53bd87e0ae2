using Aidp.Functions.Api;
using Aidp.Orchestrations.Control;

namespace Aidp.Functions.Runs;

/// <summary>The body of <c>POST /api/runs/{id}/guard-policy</c>: what is given replaces that part of the policy.</summary>
/// <param name="Include">Patterns of <c>.gitignore</c>; when there are any, every changed file must match one.</param>
/// <param name="Exclude">Patterns; no changed file may match one.</param>
/// <param name="Confirm">Patterns; a changed file that matches one waits for approval.</param>
/// <param name="MaxLinesPerCommit">How many lines the published commit may change; 0 lifts the limit.</param>
/// <param name="MaxFiles">How many files it may change; 0 lifts the limit.</param>
/// <param name="AllowProtected">Paths of protected files and folders that may be changed.</param>
/// <param name="Author">Who asks; shown in the run's status and history.</param>
sealed record GuardPolicyBody(
    IReadOnlyList<string>? Include = null,
    IReadOnlyList<string>? Exclude = null,
    IReadOnlyList<string>? Confirm = null,
    int? MaxLinesPerCommit = null,
    int? MaxFiles = null,
    IReadOnlyList<string>? AllowProtected = null,
    string? Author = null)
{
    /// <summary>The signal, or the end of the request when the policy makes no sense.</summary>
    public GuardSignal ToSignal(string id)
    {
        var signal = new GuardSignal
        {
            Id = id,
            Author = Author,
            Include = Include,
            Exclude = Exclude,
            Confirm = Confirm,
            MaxLinesPerCommit = MaxLinesPerCommit,
            MaxFiles = MaxFiles,
            AllowProtected = AllowProtected,
        };
        return signal.Problem() is { } problem ? throw ApiProblems.InvalidRequest($"The guard policy cannot be changed like this: {problem}.") : signal;
    }
}
