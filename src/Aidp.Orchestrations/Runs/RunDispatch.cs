namespace Aidp.Orchestrations.Runs;

/// <summary>The custom status of <see cref="FunctionNames.AidpOrchestrator"/>: where the run's own status is and where its signals go.</summary>
/// <param name="Child">The id of the child instance.</param>
/// <param name="Kind">The child's function name, one of <see cref="FunctionNames"/>.</param>
public sealed record RunDispatch(string Child, string Kind);
