using System.Text;
using Aidp.Cli.Following;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Aidp.Cli.Tests.Following;

public sealed class RunPanelTests
{
    static readonly DateTime _now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Draw_OfARunningRun_ShowsIterationsStateChecksBudgetAndTail()
    {
        var text = Text(Running(), 80, new() { [0] = "[green]✓[/]", [1] = "[red]✗[/]", [2] = "[grey]·[/]" }, ["I look at the parser.", "→ Bash npm test"]);

        Assert.Equal(
            [
                "fix-parser-ab2cd  base✓ 1✗ 2·",
                "APPLY_PATCH for 1m 05s  iteration 2 of 50",
                "doing    agent claude (sonnet) since 11:58",
                "checks   test failed  lint passed",
                "used     $0.75+ of $3.00 ██░░░░░░░░ 25%  120k tokens  time 30m 00s of 1h 00m █████░░░░░ 50%",
                "  │ I look at the parser.",
                "  │ → Bash npm test",
            ],
            text);
    }

    [Fact]
    public void Draw_OfARunThatWaits_SaysSoBesideItsState()
    {
        var run = Running() with { Status = RunState.Paused, Why = "paused by ann since 11:59; resume to go on" };

        Assert.Equal(["APPLY_PATCH (paused) for 1m 05s  iteration 2 of 50", "doing    paused by ann since 11:59; resume to go on"], Text(run, 80, [], [])[1..3]);
    }

    [Fact]
    public void Draw_OfARunThatHasEnded_KeepsWhatItCameTo()
    {
        var text = Text(Running() with { Status = RunState.Completed }, 80, new() { [1] = "[green]✓[/]" }, ["gone"]);

        Assert.Equal("completed after 2 iterations", text[1]);
        Assert.DoesNotContain(text, line => line.Contains("gone", StringComparison.Ordinal) || line.StartsWith("doing", StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_OnANarrowTerminal_CutsLongLinesAndShowsTheNewestIterations()
    {
        var text = Text(Running() with { Budget = null, Loop = null }, 40, Enumerable.Range(0, 60).ToDictionary(number => number, _ => "[green]✓[/]"), [new string('x', 500), "[bold]no markup[/]"]);

        Assert.Contains("… 40✓", string.Concat(text), StringComparison.Ordinal);
        Assert.Equal("  │ " + new string('x', 35) + "…", text[^2]);
        Assert.Equal("  │ [bold]no markup[/]", text[^1]);
    }

    [Theory]
    [InlineData("修复解析器，使其接受尾随逗号，并保持所有现有测试通过。修复解析器。")]
    [InlineData("🚀🎉🐛🔧🚀🎉🐛🔧🚀🎉🐛🔧🚀🎉🐛🔧🚀🎉🐛🔧🚀🎉🐛🔧🚀🎉🐛🔧")]
    public void Draw_WideCharacters_AreCutByTheColumnsThatTheyTake(string line)
    {
        var text = Text(Running() with { Why = line, Budget = null, Loop = null }, 40, [], [line]);

        Assert.All(text, shown => Assert.InRange(new Segment(shown).CellCount(), 1, 40));
        Assert.All(text, shown => Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(shown))));
        Assert.EndsWith("…", text[^1], StringComparison.Ordinal);
    }

    static RunView Running() => new()
    {
        Id = "fix-parser-ab2cd",
        Status = RunState.Running,
        State = LoopState.ApplyPatch,
        Iteration = 2,
        MaxIterations = 50,
        Why = "agent claude (sonnet) since 11:58",
        CreatedAt = _now,
        UpdatedAt = _now,
        Budget = new BudgetSettings { CostUsd = 3, WallTime = TimeSpan.FromHours(1) },
        Loop = new LoopStatus
        {
            State = LoopState.ApplyPatch,
            Since = _now.AddSeconds(-65),
            Why = "",
            StartedAt = _now.AddMinutes(-35),
            Checks = [new("test", CheckCategory.Test, true, CheckOutcome.Failed), new("lint", CheckCategory.Lint, true, CheckOutcome.Passed)],
            Budget = new BudgetUse { CostUsd = 0.75m, CallsOfUnknownCost = 1, Tokens = 120_000, PausedTime = TimeSpan.FromMinutes(5) },
        },
    };

    static List<string> Text(RunView run, int width, Dictionary<int, string> strip, string[] tail)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = Math.Max(width, 100);
        console.Write(new RunPanel(run, strip, tail, _now).Draw(width));
        return [.. writer.ToString().Split('\n').Select(line => line.TrimEnd()).SkipLast(1)];
    }
}
