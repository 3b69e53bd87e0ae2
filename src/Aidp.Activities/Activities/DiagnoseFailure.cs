using Aidp.Activities.Checks;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Activities;

/// <summary>Turns the failures of an iteration into a report for the next prompt.</summary>
/// <remarks>Runs again safely: the report depends on the input alone and is written under the hash of its content.</remarks>
public sealed class DiagnoseFailure(FailureDiagnosis diagnosis)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.DiagnoseFailure)]
    public Task<DiagnoseFailureResult> RunAsync([ActivityTrigger] DiagnoseFailureInput input, CancellationToken cancellationToken) => diagnosis.RunAsync(input, cancellationToken);
}
