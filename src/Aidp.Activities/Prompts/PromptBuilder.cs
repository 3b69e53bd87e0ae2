namespace Aidp.Activities.Prompts;

/// <summary>Builds a prompt afresh from its parts, each within its share and all within the bound; the same texts always give the same prompt.</summary>
static class PromptBuilder
{
    /// <summary>Where in the worktree the whole task is found when the prompt only has its beginning: out of what is recorded, within what every agent may read.</summary>
    public const string TaskFile = ".git/aidp-task.md";

    /// <summary>Where all that people added is found when the prompt only has its beginning.</summary>
    public const string InstructionsFile = ".git/aidp-instructions.md";

    /// <summary>The largest part of the prompt that the task may take, in percent; a longer task goes to a file.</summary>
    const int TaskShare = 60;

    /// <summary>How much of a task that is too long stands in the prompt, in percent.</summary>
    const int BeginningShare = 25;

    /// <summary>How much of the prompt is for what people added, in percent; what is longer goes to a file.</summary>
    const int InstructionsShare = 15;

    /// <summary>Up to this rank a part must be there.</summary>
    const int MustRank = 3;

    const int Blank = 1;

    /// <summary>The prompt.</summary>
    /// <exception cref="ArgumentException">The bound has no room for the rules and the beginning of the task.</exception>
    public static Prompt Build(PromptTexts texts)
    {
        var most = texts.Parts.MaxBytes;
        var isTooLong = Utf8Text.Count(texts.Task) > Math.Min((long)most * TaskShare / 100, most - Frame(texts) - Added(texts));
        PromptSection[] sections = [.. Sections(texts, isTooLong)];
        string? instructions = null;
        var rendered = new string[sections.Length];
        var room = most;
        foreach (var (whole, index) in sections.Select((section, index) => (section, index)).OrderBy(item => item.section.Rank))
        {
            var section = whole;
            // Shares are of the whole; what no other part takes, the parts that must be whole may use.
            var share = section.Rank <= MustRank ? room : Math.Min(room, (int)((long)most * section.Share / 100));
            if (section is { File: not null, Content.Length: > 0 } && !section.Fits(share, texts.Templates))
            {
                instructions = section.Content;
                section = section.Beginning();
            }

            rendered[index] = section.Content.Length == 0 ? "" : section.Render(share, texts.Templates);
            room -= rendered[index].Length == 0 ? 0 : Utf8Text.Count(rendered[index]) + Blank;
            if (rendered[index].Length == 0 && (section.Rank <= MustRank || section.Note.Length > 0))
            {
                throw new ArgumentException($"A prompt of at most {most} bytes has no room for its part '{section.Name}'. Allow more with max_prompt_bytes.");
            }
        }

        return new Prompt(string.Join('\n', rendered.Where(part => part.Length > 0)), isTooLong ? texts.Task : null, instructions);
    }

    /// <summary>What the rules and the frame of the task take.</summary>
    static int Frame(PromptTexts texts) => Sections(texts with { Task = "x" }, isTooLong: false)
        .Where(section => section.Rank <= MustRank).Sum(section => Utf8Text.Count(section.Render(int.MaxValue, texts.Templates)) + Blank) + Utf8Text.Count(Fence.For(texts.Task)) * 2;

    /// <summary>What stays free for what people added, which counts as part of the task.</summary>
    static int Added(PromptTexts texts)
    {
        var section = Sections(texts, isTooLong: false).Single(section => section.File is not null);
        return section.Content.Length == 0 ? 0 : Math.Min(texts.Parts.MaxBytes * InstructionsShare / 100, Utf8Text.Count(section.Render(int.MaxValue, texts.Templates)) + Blank);
    }

    static IEnumerable<PromptSection> Sections(PromptTexts texts, bool isTooLong)
    {
        var parts = texts.Parts;
        yield return new PromptSection("rules", "", PromptRules.Text(texts.Iteration, parts.MaxIterations, texts.IsResumed), 20, 1, IsFenced: false);
        yield return isTooLong
            ? new PromptSection("task", "# Task", Utf8Text.Beginning(texts.Task, parts.MaxBytes * BeginningShare / 100), TaskShare, 3)
            {
                Note = $"This is only its beginning. The whole task, {Utf8Text.Count(texts.Task)} bytes, is in the file {TaskFile}: read all of it first.",
            }
            : new PromptSection("task", "# Task", texts.Task, TaskShare, 3);
        yield return new PromptSection("instructions", "# What people added since\n\nIt counts as part of the task, the most urgent first.", PromptLists.Instructions(parts.Instructions, texts.Instructions), InstructionsShare, 4) { File = InstructionsFile };
        yield return new PromptSection("undone", "# What was undone\n\nOf what the last call changed:", parts.Undone ?? "", 8, 4);
        yield return new PromptSection("limits", "# What may be changed", GuardLimits.Text(texts.Guard), 8, 4);
        yield return new PromptSection("failures", "# What failed last\n\nThe report on the checks that ran after the last iteration.", texts.Diagnosis, 25, 5);
        yield return new PromptSection("last_error", "# How the last call ended", parts.LastError ?? "", 3, 5);
        yield return new PromptSection("gate", "# What is still missing\n\nThe checks passed, and yet:", parts.OpenGate ?? "", 3, 6);
        yield return new PromptSection("failed_before", "# What failed before the work began\n\nThese checks failed on the commit that the work started from:", string.Join('\n', parts.FailedBefore.Select(name => $"- {name}")), 2, 8);
        yield return new PromptSection("changes", "# What changed so far", texts.Changes, 8, 9);
        yield return new PromptSection("tasks", "# Open tasks", PromptLists.Tasks(parts.OpenTasks), 5, 7);
        yield return new PromptSection("assessment", "# Progress", parts.Assessment ?? "", 3, 7);
        yield return new PromptSection("repository", "# The repository's instructions", texts.Repository, 15, 10);
        yield return new PromptSection("style_guide", $"# Style guide\n\nFrom the file {parts.StyleGuide}.", texts.StyleGuide, 15, 11);
        yield return new PromptSection("signals", "", PromptRules.Signals, 10, 2, IsFenced: false);
    }
}
