using System.Text.RegularExpressions;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>.NET: a solution or project, tested when a project looks like one of tests.</summary>
static partial class DotnetChecks
{
    static readonly string[] _testMarks = ["Microsoft.NET.Test.Sdk", "xunit", "NUnit", "MSTest", "TUnit", "<IsTestProject>true"];

    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        var projects = files.EndingIn(".csproj", ".fsproj", ".vbproj").ToList();
        var solutions = files.EndingIn(".sln", ".slnx").Where(path => !path.Contains('/', StringComparison.Ordinal)).ToList();
        if (projects.Count == 0)
        {
            yield break;
        }

        // Without a solution at the top, or with two of them, dotnet must be told what to take.
        var target = solutions is [var only] && files.EndingIn(".csproj", ".fsproj", ".vbproj").All(path => path.Contains('/', StringComparison.Ordinal)) ? ""
            : solutions is [var first, ..] ? first
            : projects is [var single] ? single : null;
        var tests = projects.Where(project => Array.Exists(_testMarks, mark => files.Read(project).Contains(mark, StringComparison.OrdinalIgnoreCase))).ToList();
        var evidence = solutions.FirstOrDefault() ?? projects[0];
        if (target is not null)
        {
            yield return tests.Count > 0
                ? CheckDetection.Of("test", Test(files, target), CheckCategory.Test, $"{evidence}, with tests in {tests[0]}")
                : CheckDetection.Of("build", $"dotnet build{Quoted(target)}", CheckCategory.Build, evidence);
            yield break;
        }

        foreach (var project in tests.Take(3))
        {
            yield return CheckDetection.Of("test", Test(files, project), CheckCategory.Test, project);
        }
    }

    // Microsoft.Testing.Platform takes its target by an option.
    static string Test(RepositoryFiles files, string target) =>
        target.Length > 0 && files.Read("global.json").Contains("Microsoft.Testing.Platform", StringComparison.Ordinal)
            ? $"dotnet test {(target.EndsWith("proj", StringComparison.Ordinal) ? "--project" : "--solution")}{Quoted(target)}"
            : $"dotnet test{Quoted(target)}";

    /// <summary>A path as a further word for the shell, whatever is in it; nothing for no path.</summary>
    static string Quoted(string path) => path.Length == 0 ? ""
        : Plain().IsMatch(path) ? $" {path}"
        : $" '{(path[0] == '-' ? "./" : "")}{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A[\w./+][\w./+-]*\z")]
    private static partial Regex Plain();
}
