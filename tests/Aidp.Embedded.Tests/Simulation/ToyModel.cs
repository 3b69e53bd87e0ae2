using System.Globalization;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>What a program's log must be, worked out from the program alone.</summary>
static class ToyModel
{
    /// <summary>What is wrong with a log; null when it is as it must be.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="number">The program that made the log.</param>
    /// <param name="instanceId">The instance that made it.</param>
    /// <param name="log">The log.</param>
    public static string? Check(ToyPrograms programs, int number, string instanceId, IReadOnlyList<string> log)
    {
        var program = programs[number];
        List<string> expected = [$"@{instanceId}"];
        for (var generation = 0; generation < program.Generations; generation++)
        {
            Expect(program.Steps, expected);
        }

        if (expected.Count != log.Count)
        {
            return $"{log.Count} words and not {expected.Count}";
        }

        var wrong = Enumerable.Range(0, log.Count).FirstOrDefault(i => !Matches(expected[i], log[i]), -1);
        return wrong < 0 ? null : $"'{log[wrong]}' and not '{expected[wrong]}' as word {wrong}";
    }

    /// <summary>The custom status that a program leaves.</summary>
    public static string? Status(ToyProgram program) => program.Steps.OfType<ToyStep.Status>().LastOrDefault()?.Text;

    /// <summary>A number that stands for a log.</summary>
    public static string Digest(IEnumerable<string> words)
    {
        var hash = words.SelectMany(word => word.Append(' ')).Aggregate(14695981039346656037, (hash, c) => (hash ^ c) * 1099511628211);
        return hash.ToString("x", CultureInfo.InvariantCulture);
    }

    static void Expect(IEnumerable<ToyStep> steps, List<string> words)
    {
        foreach (var step in steps)
        {
            if (step is ToyStep.All all)
            {
                foreach (var branch in all.Branches)
                {
                    Expect(branch, words);
                }
            }
            else
            {
                words.Add(Word(step));
            }
        }
    }

    /// <summary>The word of a step: exact, or a beginning with a star after it where it depends on what came from outside.</summary>
    static string Word(ToyStep step) => step switch
    {
        ToyStep.Call call => call.Word + "!",
        ToyStep.Flaky flaky => flaky.Failures < flaky.Attempts ? $"try{flaky.Failures + 1}" : "failed",
        ToyStep.Sleep => "slept",
        ToyStep.Wait => "p*",
        ToyStep.WaitAlone => "a*",
        ToyStep.WaitUpTo => "t*|late",
        ToyStep.Any => "any*",
        ToyStep.Child => "child@*|lost@*",
        ToyStep.FickleChild fickle => fickle.Failures < fickle.Attempts ? $"incarnation{fickle.Failures + 1}" : "failed",
        ToyStep.Ping ping => ping.EventFirst ? "ping pinged" : "pinged ping",
        ToyStep.Status => "status",
        _ => throw new NotSupportedException($"{step}"),
    };

    static bool Matches(string pattern, string word) => pattern.Split('|').Any(one => one.EndsWith('*') ? word.StartsWith(one[..^1], StringComparison.Ordinal) : word == one);
}
