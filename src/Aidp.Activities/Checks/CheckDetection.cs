using System.Text;
using Aidp.Activities.Checks.Detection;
using Aidp.Activities.Configuration;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks;

/// <summary>Finds the checks that a repository really has, by its files alone; nothing is executed.</summary>
public static class CheckDetection
{
    static readonly Func<RepositoryFiles, IEnumerable<DetectedCheck>>[] _ecosystems =
    [
        DotnetChecks.In, NodeChecks.In, PythonChecks.In, CargoChecks.In, GoChecks.In, JavaChecks.In, RubyChecks.In,
    ];

    /// <summary>The checks of a repository, builds and tests first; none when nothing is recognised.</summary>
    /// <param name="folder">The repository's top folder.</param>
    public static IReadOnlyList<DetectedCheck> Detect(string folder)
    {
        var files = new RepositoryFiles(folder);
        var found = _ecosystems.SelectMany(ecosystem => ecosystem(files)).ToList();
        // A Makefile often calls what was found already; it speaks when nothing else does.
        found = found.Count > 0 ? found : [.. MakeChecks.In(files)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. found.Select(detected => names.Add(detected.Check.Name) ? detected : detected with { Check = detected.Check with { Name = Another(detected.Check, names) } })];
    }

    /// <summary>The checks as they would stand in <c>aidp.yml</c>.</summary>
    public static string ToYaml(IReadOnlyList<DetectedCheck> checks)
    {
        var yaml = new StringBuilder("checks:\n");
        foreach (var (check, evidence) in checks)
        {
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"  # {VisibleText.Of(evidence)}\n  - name: {check.Name}\n    run: {Quote(check.Run)}\n    category: {check.Category.ToString().ToLowerInvariant()}\n");
        }

        return checks.Count == 0 ? "checks: []\n" : yaml.ToString();
    }

    internal static DetectedCheck Of(string name, string run, CheckCategory category, string evidence) => new(new CheckSettings { Name = name, Run = run, Category = category }, evidence);

    static string Another(CheckSettings check, HashSet<string> names)
    {
        var tool = check.Run.Split(' ')[0];
        var name = $"{check.Name}-{tool}";
        for (var i = 2; !names.Add(name); i++)
        {
            name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{check.Name}-{tool}-{i}");
        }

        return name;
    }

    static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
