namespace Aidp.Activities.Agents;

/// <summary>Tells a line that an agent wrote from one that it repeats: a repeated line stands between the same lines as in the prompt.</summary>
sealed class PromptEcho
{
    readonly HashSet<(string, string)> _neighbours = [];

    public PromptEcho(string prompt)
    {
        string? before = null;
        foreach (var line in prompt.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            if (before is not null)
            {
                _neighbours.Add((before, line));
            }

            before = line;
        }
    }

    /// <summary>Whether the line stands in the prompt too, before or after the same line that is not blank.</summary>
    public bool Contains(string? before, string line, string? after) =>
        (before is not null && _neighbours.Contains((before, line))) || (after is not null && _neighbours.Contains((line, after)));
}
