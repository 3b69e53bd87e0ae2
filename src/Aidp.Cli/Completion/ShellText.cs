namespace Aidp.Cli.Completion;

/// <summary>Texts as shells read them.</summary>
static class ShellText
{
    /// <summary>The command that prints the ids of runs without starting anything.</summary>
    public const string RunIds = "aidp completions ids 2>/dev/null";

    /// <summary>A word that bash and zsh take as it is.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A word that fish takes as it is.</summary>
    public static string FishQuoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>The patterns of bash's and zsh's <c>case</c> for verbs.</summary>
    public static string Patterns(IEnumerable<string> words) => string.Join('|', words.Select(Quoted));
}
