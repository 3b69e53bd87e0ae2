namespace Aidp.Activities.Checks.Output;

/// <summary>Counts different names in bounded memory: once there are many, every further one that is not among them counts as another.</summary>
sealed class DistinctNames(int mostKept)
{
    readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    int _beyond;

    /// <summary>How many different names there were; beyond those that are kept, how many names.</summary>
    public int Count => _kept.Count + _beyond;

    /// <summary>How many names are kept.</summary>
    public int Kept => _kept.Count;

    /// <summary>Takes a name; false when it is known.</summary>
    public bool Add(string name)
    {
        if (_kept.Count < mostKept)
        {
            return _kept.Add(name);
        }

        var isNew = !_kept.Contains(name);
        _beyond += isNew && _beyond < int.MaxValue - mostKept ? 1 : 0;
        return isNew;
    }
}
