using System.Text.RegularExpressions;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Ruby: rspec and standardrb where the Gemfile or their own files name them.</summary>
static partial class RubyChecks
{
    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        string[] manifests = ["Gemfile", "Gemfile.lock", .. files.EndingIn(".gemspec")];
        var gems = string.Join('\n', manifests.Select(name => Comment().Replace(files.Read(name), "")));
        var bundle = files.Has("Gemfile") ? "bundle exec " : "";
        if (files.HasFolder("spec") && (files.Has(".rspec") || Rspec().IsMatch(gems)))
        {
            yield return CheckDetection.Of("test", $"{bundle}rspec", CheckCategory.Test, files.Has(".rspec") ? ".rspec" : "rspec in the Gemfile");
        }

        if (files.Has(".standard.yml") || Standard().IsMatch(gems))
        {
            yield return CheckDetection.Of("lint", $"{bundle}standardrb", CheckCategory.Lint, files.Has(".standard.yml") ? ".standard.yml" : "standard in the Gemfile");
        }
    }

    [GeneratedRegex(@"(?<=^|\s)#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    // In quotes where a gem is asked for, followed by its version in a lock file.
    [GeneratedRegex(@"[""']rspec(?:-\w+)?[""']|^\s+rspec(?:-\w+)? \(", RegexOptions.Multiline)]
    private static partial Regex Rspec();

    [GeneratedRegex(@"[""']standard(?:rb)?[""']|^\s+standard \(", RegexOptions.Multiline)]
    private static partial Regex Standard();
}
