namespace Aidp.Activities.Prompts;

/// <summary>What an agent is told.</summary>
/// <param name="Text">The prompt.</param>
/// <param name="TaskFile">The whole task, when the prompt has only its beginning: it is put at <see cref="PromptBuilder.TaskFile"/> in the worktree.</param>
/// <param name="InstructionsFile">All that people added, when the prompt has only its beginning: it is put at <see cref="PromptBuilder.InstructionsFile"/>.</param>
sealed record Prompt(string Text, string? TaskFile, string? InstructionsFile);
