namespace Aidp.Activities.Guard;

/// <summary>Where symbolic links lead, by their names alone: what stands on this machine's disk does not matter to whoever checks the change out.</summary>
static class LinkTarget
{
    /// <summary>Whether a link of the repository leads out of it, or into what is git's own.</summary>
    public static bool LeadsOut(string link, string target)
    {
        if (target.StartsWith('/'))
        {
            return true;
        }

        var place = new Stack<string>(link.Split('/')[..^1]);
        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                place.Push(part);
            }
            else if (!place.TryPop(out _))
            {
                return true;
            }
        }

        return place.Contains(".git", StringComparer.OrdinalIgnoreCase);
    }
}
