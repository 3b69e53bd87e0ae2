using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.ExecuteAgent"/>.</summary>
public sealed record ExecuteAgentInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The files to start from.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The agent to call.</summary>
    public required AgentSettings Agent { get; init; }

    /// <summary>The model to ask for; null lets the agent choose.</summary>
    public string? Model { get; init; }

    /// <summary>The tier that <see cref="Model"/> was taken from, so that history says when it rose.</summary>
    public string? Tier { get; init; }

    /// <summary>What the prompt is made of.</summary>
    public required PromptParts Prompt { get; init; }

    /// <summary>What the change is judged by. Absent in what older programs asked for; what is protected is protected then, too.</summary>
    public GuardPolicy Guard { get; init; } = new();
}

/// <summary>The result of <see cref="FunctionNames.ExecuteAgent"/>. An agent that fails is a result, not an exception.</summary>
public sealed record ExecuteAgentResult
{
    /// <summary>How the call ended.</summary>
    public required AgentOutcome Outcome { get; init; }

    /// <summary>Cause and way out when the call did not complete; at most 1,000 characters.</summary>
    public string? Error { get; init; }

    /// <summary>When trying again makes sense, for an outcome that time mends; null when unknown.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The files after the call.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>How many files the call changed.</summary>
    public int FilesChanged { get; init; }

    /// <summary>Lines added and removed by the call.</summary>
    public int LinesChanged { get; init; }

    /// <summary>Whether the agent said <c>STATUS: COMPLETE</c> in its final message, or its structured output says so.</summary>
    public bool SaysComplete { get; init; }

    /// <summary>What the guard policy says to the change; null when it has nothing to say.</summary>
    public GuardFindings? Guard { get; init; }

    /// <summary>Tasks that the agent filed or updated in its final message.</summary>
    public IReadOnlyList<TaskSignal> Tasks { get; init; } = [];

    /// <summary>The agent's final message; null when there was none.</summary>
    public TextReference? FinalMessage { get; init; }

    /// <summary>The agent's whole output.</summary>
    public string? Transcript { get; init; }

    /// <summary>The prompt that the agent was given.</summary>
    public string? Prompt { get; init; }

    /// <summary>What the call used.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>How long the agent ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What a person should know, for example that processes left behind were ended.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
