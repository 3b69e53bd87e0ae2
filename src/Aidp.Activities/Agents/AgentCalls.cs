using Aidp.Activities.Artifacts;
using Aidp.Activities.Confinement;
using Aidp.Activities.Guard;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>Calls agents so that a finished call is never repeated: a step's journal knows how far each attempt got.</summary>
/// <remarks>Public because the activity, which is, asks for it in its constructor.</remarks>
public sealed class AgentCalls
{
    readonly RunWorkspaces _workspaces;
    readonly ArtifactStore _artifacts;
    readonly GuardEnforcement _guard;
    readonly Sandbox _sandbox;
    readonly ProcessRunner _runner;
    readonly StateFolder _state;
    readonly TimeProvider _time;

    internal AgentCalls(RunWorkspaces workspaces, ArtifactStore artifacts, GuardEnforcement guard, Sandbox sandbox, ProcessRunner runner, StateFolder state, TimeProvider time) =>
        (_workspaces, _artifacts, _guard, _sandbox, _runner, _state, _time) = (workspaces, artifacts, guard, sandbox, runner, state, time);

    /// <summary>The result of the step: that of an earlier attempt if one has finished, else that of a new call.</summary>
    internal async Task<ExecuteAgentResult> RunAsync(ExecuteAgentInput input, RunWatch watch, CancellationToken cancellationToken)
    {
        var definition = AgentCatalog.Find(input.Agent.Name) ?? throw new ArgumentException(AgentCatalog.Unknown(input.Agent.Name), nameof(input));
        await using var workspace = await _workspaces.OpenAsync(input.Workspace, cancellationToken);
        var journal = workspace.Step(input.Step.Number);
        var finished = await journal.ReadOutcomeAsync<FinishedCall>(cancellationToken);
        var record = Path.Combine(_state.Step(input.Step.Run, input.Step.Number), "record");
        if (finished is null)
        {
            Directory.CreateDirectory(record);
            var step = new AgentStep(input, definition, workspace, journal, _artifacts, _runner, record, _time) { Wrapper = await _sandbox.AroundAsync(workspace, cancellationToken) };
            finished = await step.AdoptAsync(cancellationToken) ?? await step.CallAsync(watch, cancellationToken);
            await journal.RecordOutcomeAsync(finished, cancellationToken);
        }

        // What the program said, secrets and all, was only kept until here, also by an attempt that died before it could remove it.
        if (Directory.Exists(record))
        {
            Directory.Delete(record, recursive: true);
        }

        var subject = $"{input.Agent.Name}: {finished.Result.FinalMessage?.Preview ?? finished.Result.Error ?? "no message"}";
        var made = await workspace.FindStepAsync(input.Step.Number, cancellationToken)
            ?? await workspace.CommitAsync(input.Step.Number, input.Step.Iteration, subject, finished.Tree, cancellationToken);
        return finished.Result with
        {
            Workspace = input.Workspace with { Commit = made.Commit },
            Guard = await _guard.FindAsync(workspace, input.Step, made.Commit, input.Guard, cancellationToken),
        };
    }
}
