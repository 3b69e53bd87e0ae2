using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Rust: cargo builds and runs what tests there are.</summary>
static class CargoChecks
{
    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        if (files.Has("Cargo.toml"))
        {
            yield return CheckDetection.Of("test", "cargo test", CheckCategory.Test, "Cargo.toml");
        }
    }
}
