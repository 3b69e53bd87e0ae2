using System.Text.Json;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Checks.Detection;

/// <summary>Node.js: the scripts of package.json, by the package manager whose lock file is there.</summary>
static class NodeChecks
{
    static readonly (string Script, string Name, CheckCategory Category)[] _scripts =
    [
        ("build", "build", CheckCategory.Build),
        ("typecheck", "typecheck", CheckCategory.Build),
        ("test", "test", CheckCategory.Test),
        ("lint", "lint", CheckCategory.Lint),
        ("format:check", "format", CheckCategory.Format),
    ];

    /// <summary>The checks, if any.</summary>
    public static IEnumerable<DetectedCheck> In(RepositoryFiles files)
    {
        var manager = files.Has("pnpm-lock.yaml") ? "pnpm" : files.Has("yarn.lock") ? "yarn" : "npm";
        var scripts = Scripts(files.Read("package.json"));
        foreach (var (script, name, category) in _scripts)
        {
            if (scripts.TryGetValue(script, out var command) && !IsStub(command))
            {
                yield return CheckDetection.Of(name, script == "test" ? $"{manager} test" : $"{manager} run {script}", category, $"script '{script}' in package.json");
            }
        }
    }

    // What npm init writes for a project without tests.
    static bool IsStub(string command) => command.Contains("no test specified", StringComparison.OrdinalIgnoreCase) || command.Trim().Length == 0;

    static Dictionary<string, string> Scripts(string json)
    {
        try
        {
            using var package = JsonDocument.Parse(json.Length == 0 ? "{}" : json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            if (package.RootElement.ValueKind == JsonValueKind.Object && package.RootElement.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object)
            {
                foreach (var script in scripts.EnumerateObject().Where(script => script.Value.ValueKind == JsonValueKind.String))
                {
                    // Of two with one name the last counts, as it does for npm.
                    found[script.Name] = script.Value.GetString()!;
                }
            }

            return found;
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
