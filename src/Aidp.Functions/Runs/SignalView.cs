namespace Aidp.Functions.Runs;

/// <summary>A signal that was sent; the run's status shows what becomes of it, under the same id.</summary>
/// <param name="Run">The run.</param>
/// <param name="Id">The id of the signal.</param>
/// <param name="Name">The name of the signal.</param>
sealed record SignalView(string Run, string Id, string Name);
