using Aidp.Activities.Agents;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Git;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Prompts;

/// <summary>Reads the texts of a prompt from artifacts and from the repository.</summary>
sealed class PromptSources(ArtifactStore artifacts, GitRepository repository)
{
    /// <summary>A longer text is no task, report or instruction.</summary>
    const int MostBytes = 32 << 20;

    const string TemplateFolder = ".aidp/prompts/";
    const string TemplateEnding = ".md";

    /// <summary>Files that instruct agents, in the order in which one is looked for.</summary>
    static readonly string[] _instructionFiles = ["AGENTS.md", "CLAUDE.md", ".github/copilot-instructions.md"];

    /// <summary>Reads all texts of one call.</summary>
    public async Task<PromptTexts> ReadAsync(ExecuteAgentInput input, AgentDefinition agent, bool isResumed, CancellationToken cancellationToken)
    {
        var (parts, workspace) = (input.Prompt, input.Workspace);
        var instructions = new List<string>();
        foreach (var instruction in parts.Instructions)
        {
            instructions.Add(await TextAsync(instruction.Text, cancellationToken));
        }

        return new PromptTexts
        {
            Parts = parts,
            Iteration = input.Step.Iteration,
            Task = await TextAsync(parts.Task, cancellationToken),
            Changes = await ChangesAsync(workspace, cancellationToken),
            Diagnosis = parts.Diagnosis is { } report ? await TextAsync(report, cancellationToken) : "",
            Instructions = instructions,
            StyleGuide = parts.StyleGuide is { } guide && agent.InstructionFile is null ? await repository.FileAsync(workspace.Commit, guide, cancellationToken) ?? "" : "",
            Repository = await RepositoryInstructionsAsync(workspace.Commit, agent, cancellationToken),
            // As they are on the base commit: an agent does not write its own rules.
            Templates = await TemplatesAsync(workspace.Repository.BaseCommit, cancellationToken),
            Guard = input.Guard.Settings,
            IsResumed = isResumed,
        };
    }

    Task<string> TextAsync(TextReference reference, CancellationToken cancellationToken) => TextAsync(reference.Artifact, cancellationToken);

    async Task<string> TextAsync(string artifact, CancellationToken cancellationToken) =>
        await artifacts.ReadTextAsync(ArtifactName.Parse(artifact), MostBytes, cancellationToken)
        ?? throw new FileNotFoundException($"The artifact '{artifact}' is gone, and the prompt cannot be made without it. Was the run purged? Start it again.", artifact);

    async Task<string> ChangesAsync(Workspace workspace, CancellationToken cancellationToken) => workspace.Commit == workspace.Repository.BaseCommit
        ? ""
        : (await repository.RunAsync(cancellationToken, "diff-tree", "-r", "--stat=100", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all", workspace.Repository.BaseCommit, workspace.Commit)).Text;

    async Task<string> RepositoryInstructionsAsync(string commit, AgentDefinition agent, CancellationToken cancellationToken)
    {
        if (agent.InstructionFile is { } own && await repository.FileAsync(commit, own, cancellationToken) is not null)
        {
            return "";
        }

        foreach (var name in _instructionFiles)
        {
            if (await repository.FileAsync(commit, name, cancellationToken) is { } text)
            {
                return text;
            }
        }

        return "";
    }

    async Task<Dictionary<string, string>> TemplatesAsync(string commit, CancellationToken cancellationToken)
    {
        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = (await repository.RunAsync(cancellationToken, "ls-tree", "-z", "--name-only", commit, TemplateFolder)).Items;
        foreach (var path in names.Where(path => path.EndsWith(TemplateEnding, StringComparison.Ordinal)))
        {
            templates[path[TemplateFolder.Length..^TemplateEnding.Length]] = await repository.FileAsync(commit, path, cancellationToken) ?? "";
        }

        return templates;
    }
}
