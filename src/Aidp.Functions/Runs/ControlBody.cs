namespace Aidp.Functions.Runs;

/// <summary>The body of <c>POST /api/runs/{id}/pause</c>, <c>/resume</c> and <c>/cancel</c>; it may be left out.</summary>
/// <param name="Author">Who asks; shown in the run's status.</param>
sealed record ControlBody(string? Author = null);
