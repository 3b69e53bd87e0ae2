namespace Aidp.Activities.Guard;

/// <summary>Where symbolic links lead, by their names alone: what stands on this machine's disk does not matter to whoever checks the change out.</summary>
static class LinkTarget
{
    /// <summary>
    /// Whether a link of the repository leads out of it, or into what is git's own. One that goes up again after a name may: the name may be that of another link, and
    /// the folder above is then that of its target.
    /// </summary>
    public static bool LeadsOut(string link, string target)
    {
        if (target.StartsWith('/'))
        {
            return true;
        }

        var isDown = false;
        var place = new Stack<string>(link.Split('/')[..^1]);
        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                isDown = true;
                place.Push(part);
            }
            else if (isDown || !place.TryPop(out _))
            {
                return true;
            }
        }

        return place.Contains(".git", StringComparer.OrdinalIgnoreCase);
    }
}
