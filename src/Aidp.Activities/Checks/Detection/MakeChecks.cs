using System.Text.RegularExpressions;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Make: the targets that a Makefile really has.</summary>
static partial class MakeChecks
{
    // In the order in which make looks for them.
    static readonly string[] _names = ["GNUmakefile", "makefile", "Makefile"];

    static readonly (string Target, CheckCategory Category)[] _targets = [("test", CheckCategory.Test), ("check", CheckCategory.Test), ("lint", CheckCategory.Lint)];

    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        if (_names.FirstOrDefault(files.Has) is not { } makefile)
        {
            yield break;
        }

        var targets = Target().Matches(files.Read(makefile)).SelectMany(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        foreach (var (target, category) in _targets.Where(known => targets.Contains(known.Target) && (known.Target != "check" || !targets.Contains("test"))))
        {
            yield return CheckDetection.Of(target == "check" ? "test" : target, $"make {target}", category, $"target '{target}' in {makefile}");
        }
    }

    [GeneratedRegex(@"^([A-Za-z0-9_. -]+):(?![=:])", RegexOptions.Multiline)]
    private static partial Regex Target();
}
