using Aidp.Activities.Artifacts;
using Aidp.Activities.Processes;
using Aidp.Activities.Prompts;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>One step that calls an agent, until there is an outcome that the step's journal can keep.</summary>
sealed class AgentStep(ExecuteAgentInput input, AgentDefinition definition, RunWorkspace workspace, StepJournal journal, ArtifactStore artifacts, ProcessRunner runner, string record, TimeProvider time)
{
    readonly AgentEnvironment _environment = AgentEnvironment.Create(definition, input.Agent, input.Step);
    readonly List<string> _notices = [];
    StepAttempt? _dead;

    /// <summary>How many attempts died; what they used nobody knows.</summary>
    int _died;

    /// <summary>What the agent runs in; null for nothing.</summary>
    public ProcessWrapper? Wrapper { get; init; }

    /// <summary>Looks what an attempt whose host died has come to. One that came to its end is adopted; of any other the files are salvaged.</summary>
    public async Task<FinishedCall?> AdoptAsync(CancellationToken cancellationToken)
    {
        _dead = await journal.ReadAttemptAsync(cancellationToken);
        if (_dead is null)
        {
            return null;
        }

        _died = _dead.Attempt;
        var ended = await journal.EndLeftoversAsync(cancellationToken);
        if (ProcessRecord.ReadFinished(record) is not null)
        {
            await using var output = await AgentStreams.OpenForAdoptionAsync(artifacts, input.Step, _notices, cancellationToken);
            var finished = await ProcessRecord.AdoptAsync(Command(output, new AgentCall(input.Agent, input.Model, null), ""), cancellationToken);
            return await AdoptAsync(Read(finished!), finished!, cancellationToken);
        }

        // An agent may have said all and then not been given the time to exit.
        if (Interrupted() is { Outcome: AgentOutcome.Completed } reply)
        {
            return await AdoptAsync(reply, ProcessResult.NotStarted(ProcessEnd.SupervisorLost, ""), cancellationToken);
        }

        if (await workspace.SalvageAsync(input.Step.Number, cancellationToken) is { } salvage)
        {
            _notices.Add($"An attempt was interrupted{(ended > 0 ? $", and what still ran of it was ended (processes: {ended})" : "")}. {salvage.Notice("Its files")}");
        }

        return null;
    }

    /// <summary>Calls the agent; a session that was interrupted is taken up again on the files as it left them, where the agent can do that.</summary>
    public async Task<FinishedCall> CallAsync(RunWatch watch, CancellationToken cancellationToken)
    {
        if (_dead is not null && definition.Resumes && workspace.Worktree.Exists && Interrupted().Session is { } session)
        {
            await workspace.Worktree.WriteAgentRepositoryAsync(input.Workspace.Slug, input.Workspace.Commit, cancellationToken);
            var (reply, result, prompt) = await LaunchAsync(session, watch, cancellationToken);
            // A session that is not there any more ends the call before its first turn.
            if (reply.Outcome != AgentOutcome.Permanent || reply.Usage.Turns > 0)
            {
                return await FinishAsync(reply, result, prompt, cancellationToken);
            }

            _notices.Add($"The interrupted session could not be taken up again, so the call began anew: {reply.Error}");
        }

        await workspace.PrepareAsync(cancellationToken);
        var fresh = await LaunchAsync(null, watch, cancellationToken);
        return await FinishAsync(fresh.Reply, fresh.Result, fresh.Prompt, cancellationToken);
    }

    async Task<FinishedCall> AdoptAsync(AgentReply reply, ProcessResult process, CancellationToken cancellationToken)
    {
        _died = _dead!.Attempt - 1;
        return await FinishAsync(reply, process, await SentPromptAsync(cancellationToken), cancellationToken);
    }

    async Task<string?> SentPromptAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await artifacts.ReadTextAsync(AgentArtifacts.Prompt(input.Step), cancellationToken: cancellationToken);
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested)
        {
            _notices.Add($"The prompt of the call could not be read, so nothing in its message counts as a signal: {ExitReading.Cut(refused.Message)}");
            return null;
        }
    }

    async Task<(AgentReply Reply, ProcessResult Result, string Prompt)> LaunchAsync(string? session, RunWatch watch, CancellationToken cancellationToken)
    {
        var prompt = await PromptAsync(session is not null, cancellationToken);
        await using var output = await AgentStreams.OpenAsync(artifacts, input.Step, fresh: session is null, _notices, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watch.Cancelled);
        var result = watch.Cancelled.IsCancellationRequested
            ? ProcessResult.NotStarted(ProcessEnd.Cancelled, "The run was cancelled before the agent was called.")
            : await runner.RunSupervisedAsync(Command(output, new AgentCall(input.Agent, input.Model, session), prompt), either.Token);
        Boundaries.Reach("agent.after");
        // The host stops: what the agent came to is looked at by the next attempt.
        cancellationToken.ThrowIfCancellationRequested();
        return (Read(result), result, prompt);
    }

    async Task<string> PromptAsync(bool isResumed, CancellationToken cancellationToken)
    {
        var texts = await new PromptSources(artifacts, workspace.Repository).ReadAsync(input, definition, isResumed, cancellationToken);
        var prompt = PromptBuilder.Build(texts);
        foreach (var (path, text) in new[] { (PromptBuilder.TaskFile, prompt.TaskFile), (PromptBuilder.InstructionsFile, prompt.InstructionsFile) })
        {
            await (text is null ? Task.CompletedTask : File.WriteAllTextAsync(Path.Combine(workspace.Directory, path), text, cancellationToken));
        }

        await artifacts.WriteTextAsync(AgentArtifacts.Prompt(input.Step), prompt.Text, cancellationToken);
        // As the store has it, without secrets.
        return await artifacts.ReadTextAsync(AgentArtifacts.Prompt(input.Step), cancellationToken: cancellationToken) ?? prompt.Text;
    }

    ProcessCommand Command(AgentStreams output, AgentCall call, string prompt)
    {
        var token = ProcessTree.NewToken();
        return new ProcessCommand
        {
            Executable = input.Agent.Executable ?? definition.Executable,
            Arguments = definition.Arguments(call),
            WorkingDirectory = workspace.Directory,
            Environment = _environment.Variables,
            Secrets = _environment.Secrets,
            Input = StandardInput.Text(prompt),
            Timeout = input.Agent.Timeout,
            IdleTimeout = input.Agent.IdleTimeout,
            Output = new OutputTarget { Destination = output.Transcript },
            Error = new OutputTarget { Destination = output.Errors },
            Record = record,
            Wrapper = Wrapper,
            Token = token,
            BeforeStart = (process, cancellationToken) => journal.BeginAttemptAsync(new StepAttempt((_dead?.Attempt ?? 0) + 1, token, process, time.GetUtcNow()), cancellationToken),
        };
    }

    AgentReply Read(ProcessResult result) => Read(new AgentExit(result.End, result.ExitCode, result.Error.Tail, result.Problem, time.GetLocalNow()));

    AgentReply Interrupted() => Read(new AgentExit(ProcessEnd.SupervisorLost, -1, "", null, time.GetLocalNow()));

    AgentReply Read(AgentExit exit) => definition.Read(AgentOutput.Lines(ProcessRecord.OutputPath(record), _environment.Secrets), exit);

    string? Remedied(AgentReply reply) => (reply.Outcome, definition.Probe) switch
    {
        (AgentOutcome.NotInstalled, { } probe) => $"{reply.Error} {probe.Install}",
        (AgentOutcome.AuthExpired, { } probe) => $"{reply.Error} {probe.LogIn}",
        _ => reply.Error,
    };

    async Task<FinishedCall> FinishAsync(AgentReply reply, ProcessResult process, string? prompt, CancellationToken cancellationToken)
    {
        var snapshot = await workspace.SnapshotAsync(cancellationToken);
        var (files, lines) = await workspace.Repository.CountChangesAsync(input.Workspace.Commit, snapshot.Tree, cancellationToken);
        reply = process is { End: ProcessEnd.Cancelled, Elapsed.Ticks: 0 } ? reply with { Usage = new Usage() } : reply;
        // What repeats the prompt is no signal, so without the prompt there is none.
        var signals = reply is { Outcome: AgentOutcome.Completed, Message: { } said } && prompt is not null ? FinalMessage.Read(said, prompt) : new FinalMessage(false, []);
        if (process.LeftBehind > 0)
        {
            _notices.Add($"'{input.Agent.Name}' left {process.LeftBehind} processes running; they were ended.");
        }

        foreach (var (name, output) in new[] { ("transcript", process.Output), ("error output", process.Error) })
        {
            _notices.AddRange(output.Problem is { } refused ? [$"Not all of the agent's {name} was kept: {ExitReading.Cut(refused)}"] : []);
        }

        var kept = reply.Message is { } message ? await KeepAsync(message, cancellationToken) : null;
        return new FinishedCall(
            new ExecuteAgentResult
            {
                Outcome = reply.Outcome,
                Error = Remedied(reply),
                RetryAt = reply.RetryAt,
                Workspace = input.Workspace,
                FilesChanged = files,
                LinesChanged = lines,
                SaysComplete = reply.Outcome == AgentOutcome.Completed && (reply.SaysComplete ?? signals.SaysComplete),
                Tasks = signals.Tasks,
                FinalMessage = kept,
                Transcript = AgentArtifacts.Transcript(input.Step).ToString(),
                Prompt = AgentArtifacts.Prompt(input.Step).ToString(),
                Usage = reply.Usage with { CallsOfUnknownCost = reply.Usage.CallsOfUnknownCost + _died },
                Duration = process.Elapsed,
                Notices = [.. _notices, .. snapshot.Notices],
            },
            snapshot.Tree);
    }

    // The call is paid for and its files are there: that the store takes nothing at the moment must not undo them.
    async Task<TextReference> KeepAsync(string message, CancellationToken cancellationToken)
    {
        var name = AgentArtifacts.Message(input.Step);
        try
        {
            return await artifacts.WriteTextAsync(name, message, cancellationToken);
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested)
        {
            _notices.Add($"The final message was not kept: {ExitReading.Cut(refused.Message)}");
            return artifacts.ReferTo(name, message);
        }
    }
}
