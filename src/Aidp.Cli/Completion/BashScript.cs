namespace Aidp.Cli.Completion;

/// <summary>The completions for bash, as a script without calls of <c>aidp</c> but for the ids of runs.</summary>
static class BashScript
{
    const string Begin = """
        # bash completion for aidp. To use it: source <(aidp completions bash)
        _aidp() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb='' i
          COMPREPLY=()
          for ((i = 1; i < COMP_CWORD; i++)); do

        """;

    /// <summary>The script.</summary>
    public static string Write(CommandTree root) =>
        new CaseScript(Begin, "${COMP_WORDS[i]}", "complete -o filenames -F _aidp aidp", Suggest, words => Words(words.Select(word => word.Word))).Write(root);

    static string Words(IEnumerable<string> words) => $"COMPREPLY=($(compgen -W {ShellText.Quoted(string.Join(' ', words))} -- \"$cur\"))";

    static string Suggest(CompletedWord word) => word.Kind switch
    {
        WordKind.File => "COMPREPLY=($(compgen -f -- \"$cur\"))",
        WordKind.Folder => "COMPREPLY=($(compgen -d -- \"$cur\"))",
        WordKind.Run => $"COMPREPLY=($(compgen -W \"$({ShellText.RunIds})\" -- \"$cur\"))",
        WordKind.Choice => Words(word.Choices),
        _ => ":",
    };
}
