using System.Text.RegularExpressions;

namespace Aidp.Activities.Checks;

/// <summary>Tells a command that could not be started from one that failed. Only what the shell itself says of the very first word counts: a script that calls something missing has started, and failed.</summary>
static partial class ShellStart
{
    const int NotExecutable = 126;
    const int NotFound = 127;

    /// <summary>Why the command did not start, and what helps; null when it did, or when that is not certain.</summary>
    public static string? Problem(string command, int exitCode, IReadOnlyCollection<string> output)
    {
        if (exitCode is not (NotFound or NotExecutable) || FirstWord().Match(command) is not { Success: true } match)
        {
            return null;
        }

        var word = match.Groups[1].Value;
        // dash: "sh: 2: word: not found"; bash: "sh: line 2: word: command not found"; busybox: "sh: word: not found".
        var said = output.Select(line => ShellMessage().Match(line)).LastOrDefault(message => message.Success && message.Groups[1].Value == word);
        return said is null ? null
            : exitCode == NotExecutable ? $"'{word}' is not executable ({said.Groups[2].Value}). Allow it with: chmod +x {word}"
            : $"'{word}' was not found. Install it, make sure that it is in the PATH of the host, or correct the check's command, '{command}'.";
    }

    [GeneratedRegex(@"^\s*(?:[A-Za-z_]\w*=\S*\s+)*([^\s;&|<>()$`'""\\*?#~!{}\[\]=]+)", RegexOptions.NonBacktracking)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"^(?:/bin/)?(?:sh|bash|dash|zsh): (?:(?:line )?\d+: )?([^\s:]+): (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex ShellMessage();
}
