using System.Diagnostics;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Completion;

/// <summary>The completions in the shells themselves, as far as they are here; bash always is.</summary>
public sealed class ShellTests : IDisposable
{
    readonly TestFolder _folder = new();

    public static TheoryData<string, string, string[], string[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string[], string[]>();
            foreach (var shell in ((string[])["bash", "zsh", "fish"]).Where(shell => shell == "bash" || File.Exists($"/usr/bin/{shell}")))
            {
                cases.Add(shell, "re", ["resume", "replay"], ["run"]);
                cases.Add(shell, "jobs ", ["list", "status", "logs", "stop"], ["resume"]);
                cases.Add(shell, "jobs logs --ta", ["--tail"], ["--json"]);
                cases.Add(shell, "jobs logs ", ["run-a", "run-b"], ["--tail"]);
                cases.Add(shell, "inject --priority ", ["critical", "high", "normal", "low"], ["run-a"]);
                cases.Add(shell, "completions ", ["bash", "zsh", "fish"], ["ids"]);
                cases.Add(shell, "run --agent demo --det", ["--detach"], ["--json"]);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Complete_ALine_OffersWhatFits(string shell, string line, string[] expected, string[] unexpected)
    {
        using var terminal = new TestTerminal(_folder);
        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("completions", shell));
        var script = _folder["completions"];
        await File.WriteAllTextAsync(script, terminal.Out, TestContext.Current.CancellationToken);

        var suggested = await SuggestAsync(shell, script, line.Split(' '));

        Assert.Superset(expected.ToHashSet(), suggested.ToHashSet());
        Assert.Empty(suggested.Intersect(unexpected));
    }

    public void Dispose() => _folder.Dispose();

    // What asks aidp for ids gets two of them.
    static async Task<IReadOnlyList<string>> SuggestAsync(string shell, string script, string[] words)
    {
        var line = string.Join(' ', words.Select(word => $"'{word}'"));
        var command = shell switch
        {
            "bash" => $$"""
                source '{{script}}'
                aidp() { echo run-a; echo run-b; }
                COMP_WORDS=(aidp {{line}}); COMP_CWORD={{words.Length}}
                _aidp
                printf '%s\n' "${COMPREPLY[@]}"
                """,

            // The functions of its completion system only work while a line is edited: stood in for, they show what they are given.
            "zsh" => $$"""
                compdef() { :; }
                _describe() { for word in $said; do print -r -- ${word%%:*}; done | grep -e "^$cur" }
                compadd() { shift; print -rl -- "$@" }
                source '{{script}}'
                aidp() { print run-a; print run-b }
                words=(aidp {{line}}); CURRENT={{words.Length + 1}}
                _aidp
                """,
            _ => $$"""
                function aidp; echo run-a; echo run-b; end
                source '{{script}}'
                complete -C "aidp {{string.Join(' ', words)}}"
                """,
        };
        var options = shell switch
        {
            "bash" => (string[])["--norc", "-c", command],
            "zsh" => ["-f", "-c", command],
            _ => ["--no-config", "-c", command],
        };
        using var process = Process.Start(new ProcessStartInfo(shell, options) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(found => found.Split('\t')[0])];
    }
}
