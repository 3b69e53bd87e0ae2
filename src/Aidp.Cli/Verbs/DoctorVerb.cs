using System.CommandLine;
using Aidp.Cli.Doctor;
using Aidp.Cli.Terminals;
using Spectre.Console;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp doctor</c>: says what works on this machine, what does not, and what helps.</summary>
sealed class DoctorVerb : Verb
{
    readonly Option<string?> _repository = RepositoryOption();
    readonly Option<bool> _json = JsonOption("Write an array of findings as JSON.");

    public DoctorVerb(Terminal terminal)
        : base("doctor", "Say what works on this machine, what does not, and what helps.", terminal)
    {
        Add(_repository);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var findings = await new Examination(Terminal, Next(parse).StateOption, parse.GetValue(_repository)).LookAsync(cancellation);
        var problems = findings.Count(finding => finding.Level == FindingLevel.Problem);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(findings));
        }
        else
        {
            Write(findings);
            var warnings = findings.Count(finding => finding.Level == FindingLevel.Warning);
            await Terminal.Error.WriteLineAsync($"{Counted(problems, "problem")}, {Counted(warnings, "warning")}.");
        }

        return problems == 0 ? ExitCodes.Completed : ExitCodes.Failed;
    }

    void Write(IEnumerable<Finding> findings)
    {
        var console = Terminal.CreateConsole();
        foreach (var finding in findings)
        {
            var (word, color) = finding.Level switch
            {
                FindingLevel.Ok => ("ok", "green"),
                FindingLevel.Warning => ("warning", "yellow"),
                _ => ("problem", "red"),
            };
            console.MarkupLine($"[{color}]{word,-8}[/]{Markup.Escape($"{finding.Subject,-14}{finding.Cause}")}");
            if (finding.Remedy is { } remedy)
            {
                console.WriteLine($"{"",22}→ {remedy}");
            }
        }
    }

    static string Counted(int count, string noun) => count == 0 ? $"no {noun}s" : count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
