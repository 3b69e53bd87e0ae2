using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Ruby: rspec and standardrb where the Gemfile or their own files name them.</summary>
static class RubyChecks
{
    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        var gems = files.Read("Gemfile") + files.Read("Gemfile.lock") + string.Concat(files.EndingIn(".gemspec").Select(files.Read));
        var bundle = files.Has("Gemfile") ? "bundle exec " : "";
        if (files.HasFolder("spec") && (files.Has(".rspec") || gems.Contains("rspec", StringComparison.Ordinal)))
        {
            yield return CheckDetection.Of("test", $"{bundle}rspec", CheckCategory.Test, files.Has(".rspec") ? ".rspec" : "rspec in the Gemfile");
        }

        if (files.Has(".standard.yml") || gems.Contains("standard", StringComparison.Ordinal))
        {
            yield return CheckDetection.Of("lint", $"{bundle}standardrb", CheckCategory.Lint, files.Has(".standard.yml") ? ".standard.yml" : "standard in the Gemfile");
        }
    }
}
