using System.Text.RegularExpressions;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Python: pytest and ruff where they are configured, or where there are test files.</summary>
static partial class PythonChecks
{
    static readonly string[] _manifests = ["pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "requirements.txt", "requirements-dev.txt", "requirements/dev.txt"];

    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        var runner = files.Has("uv.lock") ? "uv run " : files.Has("poetry.lock") ? "poetry run " : files.Has("Pipfile.lock") ? "pipenv run " : "";
        var manifests = _manifests.ToDictionary(name => name, name => Comment().Replace(files.Read(name), ""));
        var tests = files.EndingIn(".py").FirstOrDefault(path => Path.GetFileName(path) is var name && (name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.py", StringComparison.Ordinal)));
        var configured = files.Has("pytest.ini") ? "pytest.ini" : manifests.FirstOrDefault(file => file.Value.Contains("pytest", StringComparison.Ordinal)).Key;
        if (tests is not null || (configured is not null && files.HasFolder("tests")))
        {
            yield return configured is not null
                ? CheckDetection.Of("test", $"{runner}python -m pytest", CheckCategory.Test, configured)
                : CheckDetection.Of("test", $"{runner}python -m {(files.Read(tests!).Contains("unittest", StringComparison.Ordinal) ? "unittest discover" : "pytest")}", CheckCategory.Test, tests!);
        }

        if ((files.Has("ruff.toml") ? "ruff.toml" : files.Has(".ruff.toml") ? ".ruff.toml" : manifests.FirstOrDefault(file => Ruff().IsMatch(file.Value)).Key) is { } ruff)
        {
            yield return CheckDetection.Of("lint", $"{runner}ruff check", CheckCategory.Lint, ruff);
        }
    }

    [GeneratedRegex(@"(?<=^|\s)#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<![\w-])ruff(?![\w-])")]
    private static partial Regex Ruff();
}
