namespace Aidp.Activities.Configuration;

/// <summary>Finds what somebody who mistyped a name may have meant.</summary>
static class NearestName
{
    const int Farthest = 3;

    /// <summary>The known name with the fewest insertions, deletions, changes and swaps of neighbours, at most 3 and less than half of its length; null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant().Replace('-', '_'), candidate.ToLowerInvariant())))
        .Where(candidate => candidate.Distance <= Farthest && candidate.Distance * 2 <= candidate.Name.Length)
        .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
        .Select(candidate => candidate.Name).FirstOrDefault();

    internal static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > Farthest)
        {
            return Farthest + 1;
        }

        var rows = new int[a.Length + 1][];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i] = new int[b.Length + 1];
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i][j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i][j] = Math.Min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }

        return rows[a.Length][b.Length];
    }
}
