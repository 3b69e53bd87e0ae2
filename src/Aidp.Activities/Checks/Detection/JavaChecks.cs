using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Java, Kotlin: Maven or Gradle, by their wrappers where the repository has them.</summary>
static class JavaChecks
{
    static readonly string[] _gradle = ["build.gradle", "build.gradle.kts"];

    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        if (files.Has("pom.xml"))
        {
            yield return CheckDetection.Of("test", $"{(files.Has("mvnw") ? "./mvnw" : "mvn")} --batch-mode test", CheckCategory.Test, "pom.xml");
        }
        else if (_gradle.FirstOrDefault(files.Has) is { } build)
        {
            yield return CheckDetection.Of("test", $"{(files.Has("gradlew") ? "./gradlew" : "gradle")} --console=plain test", CheckCategory.Test, build);
        }
    }
}
