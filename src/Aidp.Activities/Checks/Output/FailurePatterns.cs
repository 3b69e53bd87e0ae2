using System.Buffers;
using System.Text.RegularExpressions;

namespace Aidp.Activities.Checks.Output;

/// <summary>Recognises the lines in which tools name a failure. Each pattern is linear in the length of a line, and most lines are ruled out by their words before any is tried.</summary>
static partial class FailurePatterns
{
    /// <summary>A line that speaks of a failure has one of these.</summary>
    static readonly SearchValues<string> _words = SearchValues.Create(
        ["fail", "error", "not ok", "fatal", "panic", "exception", "traceback", "assert", "✕", "✖", "×", "✗", "●", ".rb:", ".go:", ".py:", "rspec ", "***", "undefined", "cannot "], StringComparison.OrdinalIgnoreCase);

    static readonly Regex[] _strong =
    [
        Compiler(), VsTest(), TestingPlatform(), XunitConsole(), JestBullet(), JestFile(), Vitest(), NodeSpec(), Tap(), Pytest(), Unittest(), GoTest(), CargoTest(), CargoError(),
        RuboCop(), Ruff(), GoCompile(), Gcc(), TscPretty(), Make(), Maven(), Gradle(), Rspec(),
    ];

    /// <summary>What a line names as failed in the way of a known tool; null when it does not.</summary>
    public static string? Strong(string line)
    {
        if (!MayFail(line))
        {
            return null;
        }

        foreach (var pattern in _strong)
        {
            if (pattern.Match(line) is { Success: true } match)
            {
                return string.Join(": ", match.Groups.Values.Skip(1).Where(group => group.Success && group.Length > 0).Select(group => group.Value));
            }
        }

        return null;
    }

    /// <summary>Whether a line of a tool that is not known looks like an error.</summary>
    public static bool Weak(string line) => MayFail(line) && Looks().IsMatch(line) && !Harmless().IsMatch(line);

    /// <summary>An eslint finding, which names its file in a line of its own before.</summary>
    public static (string Message, string Rule)? Eslint(string line) => line.Contains("error", StringComparison.Ordinal) && EslintLine().Match(line) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value) : null;

    /// <summary>A finding of ruff's long form, which names its file in the line after; null when the line is none.</summary>
    public static string? Finding(string line) => line.Length > 5 && char.IsAsciiLetterUpper(line[0]) && FindingLine().Match(line) is { Success: true } match ? $"{match.Groups[1].Value}: {match.Groups[2].Value}" : null;

    /// <summary>A mocha failure, which is one only when the count of failures was said before.</summary>
    public static string? Mocha(string line) => MochaLine().Match(line) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Mocha's count of failures.</summary>
    public static bool MochaCount(string line) => line.EndsWith(" failing", StringComparison.Ordinal);

    static bool MayFail(string line) => line.AsSpan().ContainsAny(_words);

    // src/A.cs(3,5): error CS0103: message [project]; src/a.ts(1,2): error TS2322: message
    [GeneratedRegex(@"^\s*([^\s(][^(]*)\(\d+(?:,\d+)*\): error ([A-Z]+\d+): (.*?)(?: \[[^\]]*\])?$", RegexOptions.NonBacktracking)]
    private static partial Regex Compiler();

    [GeneratedRegex(@"^\s*(\S+\.[cm]?[jt]sx?):\d+:\d+ - error (TS\d+): (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex TscPretty();

    [GeneratedRegex(@"^\s+Failed (\S.*?)(?: \[[^\]]*\])?$", RegexOptions.NonBacktracking)]
    private static partial Regex VsTest();

    [GeneratedRegex(@"^failed (\S.*?)(?: \([^()]*\))?$", RegexOptions.NonBacktracking)]
    private static partial Regex TestingPlatform();

    [GeneratedRegex(@"^\s*(?:\[[^\]]*\] *)?(\S.*?) \[FAIL\]$", RegexOptions.NonBacktracking)]
    private static partial Regex XunitConsole();

    [GeneratedRegex(@"^\s*● (\S.* › .*)$", RegexOptions.NonBacktracking)]
    private static partial Regex JestBullet();

    [GeneratedRegex(@"^\s*FAIL\s+(\S.*?)(?: \([\d.]+ m?s\))?$", RegexOptions.NonBacktracking)]
    private static partial Regex JestFile();

    [GeneratedRegex(@"^\s*[×✕✗] (\S.*?)(?: \(?[\d.]+ ?m?s\)?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Vitest();

    [GeneratedRegex(@"^\s*✖ (\S.*?) \([\d.]+ ?m?s\)$", RegexOptions.NonBacktracking)]
    private static partial Regex NodeSpec();

    [GeneratedRegex(@"^\s*not ok \d+ (?:- )?([^#]*?)\s*(?:#.*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Tap();

    [GeneratedRegex(@"^(?:FAILED|ERROR) (\S+\.py\S*?(?:::.*?)?)(?: - .*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Pytest();

    [GeneratedRegex(@"^(?:FAIL|ERROR): (\w+ \([\w.]+\).*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Unittest();

    [GeneratedRegex(@"^\s*--- FAIL: (\S+)(?: \([\d.]+s\))?$", RegexOptions.NonBacktracking)]
    private static partial Regex GoTest();

    [GeneratedRegex(@"^(?:vet: )?(\S+\.go):\d+(?::\d+)?: (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex GoCompile();

    [GeneratedRegex(@"^test (\S.*) \.\.\. FAILED$", RegexOptions.NonBacktracking)]
    private static partial Regex CargoTest();

    [GeneratedRegex(@"^error(?:\[(E\d+)\])?: (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex CargoError();

    [GeneratedRegex(@"^\s*(\S+\.rb):\d+:\d+: (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex RuboCop();

    [GeneratedRegex(@"^rspec (\./\S+?)(?:\[[\d:]+\]|:\d+) # (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Rspec();

    [GeneratedRegex(@"^(\S+\.pyi?):\d+(?::\d+)?: ((?:[A-Z]+\d+|error:?) .*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Ruff();

    [GeneratedRegex(@"^([A-Z]{1,4}\d{3,4}) (?:\[\*\] )?(\S.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex FindingLine();

    [GeneratedRegex(@"^([^\s:]+):\d+(?::\d+)?: ((?:fatal )?error: .*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Gcc();

    [GeneratedRegex(@"^(make(?:\[\d+\])?: \*\*\* .*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Make();

    [GeneratedRegex(@"^\[ERROR\]\s+(?:(\S+\.(?:java|kt)):\[\d+,\d+\] (.*)|([A-Za-z_][\w$]*(?:\.[\w$]+)+)(?::\d+)?(?: .*)?)$", RegexOptions.NonBacktracking)]
    private static partial Regex Maven();

    [GeneratedRegex(@"^(\S.* > .*?)(?:\(\))? FAILED$", RegexOptions.NonBacktracking)]
    private static partial Regex Gradle();

    [GeneratedRegex(@"^\s+\d+:\d+\s+error\s+(\S.*?)\s{2,}(\S+)$", RegexOptions.NonBacktracking)]
    private static partial Regex EslintLine();

    [GeneratedRegex(@"^\s+\d+\) (\S.*?):?$", RegexOptions.NonBacktracking)]
    private static partial Regex MochaLine();

    [GeneratedRegex(@"\b(?:error|errors|fail|fails|failed|failure|failures|fatal|panic|panicked|exception|traceback|assert\w*)\b|\w(?:Error|Exception)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Looks();

    [GeneratedRegex(@"\b(?:0|no) (?:errors?|fail(?:ed|ures?|ing)?)\b|\b(?:errors?|fail(?:ed|ures?)?): *0\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();
}
