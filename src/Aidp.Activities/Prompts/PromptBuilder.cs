namespace Aidp.Activities.Prompts;

/// <summary>Builds a prompt afresh from its parts, each within its share and all within the bound; the same texts always give the same prompt.</summary>
static class PromptBuilder
{
    /// <summary>Where in the worktree the whole task is found when the prompt only has its beginning: out of what is recorded, within what every agent may read.</summary>
    public const string TaskFile = ".git/aidp-task.md";

    /// <summary>The largest part of the prompt that the task may take, in percent; a longer task goes to a file.</summary>
    const int TaskShare = 60;

    /// <summary>How much of a task that is too long stands in the prompt, in percent.</summary>
    const int BeginningShare = 25;

    /// <summary>Up to this rank a part must be there.</summary>
    const int MustRank = 3;

    const int Blank = 1;

    /// <summary>The prompt.</summary>
    /// <exception cref="ArgumentException">The bound has no room for the rules and the beginning of the task.</exception>
    public static Prompt Build(PromptTexts texts)
    {
        var most = texts.Parts.MaxBytes;
        var isTooLong = Utf8Text.Count(texts.Task) > Math.Min((long)most * TaskShare / 100, most - Frame(texts));
        PromptSection[] sections = [.. Sections(texts, isTooLong)];
        var rendered = new string[sections.Length];
        var room = most;
        foreach (var (section, index) in sections.Select((section, index) => (section, index)).OrderBy(item => item.section.Rank))
        {
            // Shares are of the whole; what no other part takes, the parts that must be whole may use.
            var share = section.Rank <= MustRank ? room : Math.Min(room, (int)((long)most * section.Share / 100));
            rendered[index] = section.Content.Length == 0 ? "" : section.Render(share, texts.Templates);
            room -= rendered[index].Length == 0 ? 0 : Utf8Text.Count(rendered[index]) + Blank;
            if (rendered[index].Length == 0 && section.Rank <= MustRank)
            {
                throw new ArgumentException($"A prompt of at most {most} bytes has no room for its part '{section.Name}'. Allow more with max_prompt_bytes.");
            }
        }

        return new Prompt(string.Join('\n', rendered.Where(part => part.Length > 0)), isTooLong ? texts.Task : null);
    }

    /// <summary>What the rules and the frame of the task take.</summary>
    static int Frame(PromptTexts texts) => Sections(texts with { Task = "x" }, isTooLong: false)
        .Where(section => section.Rank <= MustRank).Sum(section => Utf8Text.Count(section.Render(int.MaxValue, texts.Templates)) + Blank) + Utf8Text.Count(Fence.For(texts.Task)) * 2;

    static IEnumerable<PromptSection> Sections(PromptTexts texts, bool isTooLong)
    {
        var parts = texts.Parts;
        yield return new PromptSection("rules", "", PromptRules.Text(texts.Iteration, parts.MaxIterations, texts.IsResumed), 20, 1, IsFenced: false);
        yield return isTooLong
            ? new PromptSection("task", $"# Task\n\nThis is only its beginning. The whole task, {Utf8Text.Count(texts.Task)} bytes, is in the file {TaskFile}: read all of it first.", Utf8Text.Beginning(texts.Task, parts.MaxBytes * BeginningShare / 100), TaskShare, 3)
            : new PromptSection("task", "# Task", texts.Task, TaskShare, 3);
        yield return new PromptSection("instructions", "# What people added since\n\nIt counts as part of the task, the most urgent first.", PromptLists.Instructions(parts.Instructions, texts.Instructions), 15, 4);
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
