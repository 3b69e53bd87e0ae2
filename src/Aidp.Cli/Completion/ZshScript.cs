namespace Aidp.Cli.Completion;

/// <summary>The completions for zsh, with descriptions.</summary>
static class ZshScript
{
    const string Begin = """
        #compdef aidp
        # zsh completion for aidp. To use it: source <(aidp completions zsh), after compinit
        _aidp() {
          local cur=${words[CURRENT]} prev=${words[CURRENT-1]} verb='' i
          local -a said
          for ((i = 2; i < CURRENT; i++)); do

        """;

    /// <summary>The script.</summary>
    public static string Write(CommandTree root) => new CaseScript(Begin, "${words[i]}", "compdef _aidp aidp", Suggest, Described).Write(root);

    // _describe takes word:description; a colon in the word would end it.
    static string Described(IEnumerable<(string Word, string Description)> words) =>
        $"said=({string.Join(' ', words.Select(word => ShellText.Quoted($"{word.Word.Replace(":", "\\:", StringComparison.Ordinal)}:{word.Description}")))}); _describe aidp said";

    static string Suggest(CompletedWord word) => word.Kind switch
    {
        WordKind.File => "_files",
        WordKind.Folder => "_files -/",
        WordKind.Run => $"compadd -- ${{(f)\"$({ShellText.RunIds})\"}}",
        WordKind.Choice => $"compadd -- {string.Join(' ', word.Choices.Select(ShellText.Quoted))}",
        _ => ":",
    };
}
