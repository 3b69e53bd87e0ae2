using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Prompts;

/// <summary>Everything that a prompt is made of, read and not yet bounded.</summary>
sealed record PromptTexts
{
    /// <summary>What is known of the parts without reading anything.</summary>
    public required PromptParts Parts { get; init; }

    /// <summary>The iteration.</summary>
    public required int Iteration { get; init; }

    /// <summary>The whole task.</summary>
    public required string Task { get; init; }

    /// <summary>Which files changed so far, and by how much.</summary>
    public string Changes { get; init; } = "";

    /// <summary>The report on the last failures.</summary>
    public string Diagnosis { get; init; } = "";

    /// <summary>The texts of <see cref="PromptParts.Instructions"/>, in that order.</summary>
    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>The style guide.</summary>
    public string StyleGuide { get; init; } = "";

    /// <summary>The repository's instructions for agents.</summary>
    public string Repository { get; init; } = "";

    /// <summary>The repository's own texts for parts, by the part's name; <c>{{text}}</c> in one stands for the part's content.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();

    /// <summary>What the change will be judged by.</summary>
    public GuardSettings Guard { get; init; } = new();

    /// <summary>Whether the call takes up a session that was interrupted, on the files as it left them.</summary>
    public bool IsResumed { get; init; }
}
