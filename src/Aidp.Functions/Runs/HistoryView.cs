namespace Aidp.Functions.Runs;

/// <summary>The durable history of a run and of the work loop that it started.</summary>
/// <param name="Instances">The instances, the run's own first.</param>
sealed record HistoryView(IReadOnlyList<InstanceHistory> Instances);

/// <summary>The durable history of one instance.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Name">The name of its orchestrator.</param>
/// <param name="Events">What happened, in order.</param>
sealed record InstanceHistory(string InstanceId, string Name, IReadOnlyList<HistoryEventView> Events);

/// <summary>One thing that happened.</summary>
/// <param name="Sequence">Its position in the history, from 0.</param>
/// <param name="Type">Its kind.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="EventId">The number of the decision that it records; null when it records none.</param>
/// <param name="Answers">The <paramref name="EventId"/> of the decision that it answers; null when it answers none.</param>
/// <param name="Name">The activity, orchestrator or event that it is about.</param>
/// <param name="Input">What went in, as JSON text; only when asked for.</param>
/// <param name="Output">What came out, as JSON text; only when asked for.</param>
sealed record HistoryEventView(int Sequence, string Type, DateTime At, int? EventId, int? Answers, string? Name, string? Input, string? Output);
