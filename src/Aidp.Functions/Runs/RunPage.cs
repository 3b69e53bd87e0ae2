namespace Aidp.Functions.Runs;

/// <summary>A page of runs.</summary>
/// <param name="Runs">The runs, without their loops and results.</param>
/// <param name="Next">Given as <c>after</c>, it leads to the next page; null on the last.</param>
sealed record RunPage(IReadOnlyList<RunView> Runs, string? Next);
