namespace Aidp.Functions.Runs;

/// <summary>What a run waits for right now.</summary>
/// <param name="Id">The run.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Why">What it waits for, or why it ended, in one line.</param>
sealed record WhyView(string Id, RunState Status, string Why);
