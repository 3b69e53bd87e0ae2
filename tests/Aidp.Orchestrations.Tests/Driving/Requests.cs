using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.Tests.Driving;

/// <summary>Requests to start tests from.</summary>
static class Requests
{
    public static CheckSettings Tests { get; } = new() { Name = "unit", Run = "make test", Category = CheckCategory.Test };

    public static RunRequest Simple { get; } = new()
    {
        Task = new("task.md", "ab", 12, "Fix the sum"),
        Repository = new() { Location = "/repository", BaseCommit = "base", BaseBranch = "main" },
        Slug = "fix-the-sum",
        Settings = new() { Agents = [new() { Name = "demo" }], Checks = [Tests], StyleGuide = "STYLE.md" },
        Author = "ann",
    };

    public static RunRequest With(Func<RunSettings, RunSettings> change) => Simple with { Settings = change(Simple.Settings) };
}
