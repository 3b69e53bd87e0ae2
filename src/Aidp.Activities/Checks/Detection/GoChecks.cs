using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Go: a module, tested when it has test files.</summary>
static class GoChecks
{
    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        if (files.Has("go.mod"))
        {
            yield return files.EndingIn("_test.go").FirstOrDefault() is { } test
                ? CheckDetection.Of("test", "go test ./...", CheckCategory.Test, $"go.mod, with tests in {test}")
                : CheckDetection.Of("build", "go build ./...", CheckCategory.Build, "go.mod");
        }
    }
}
