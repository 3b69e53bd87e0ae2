using System.Text;

namespace Aidp.Cli.Completion;

/// <summary>The completions for zsh, with descriptions.</summary>
static class ZshScript
{
    /// <summary>The script.</summary>
    public static string Write(CommandTree root)
    {
        var script = new StringBuilder();
        script.Append("""
            #compdef aidp
            # zsh completion for aidp. To use it: source <(aidp completions zsh), after compinit
            _aidp() {
              local cur=${words[CURRENT]} prev=${words[CURRENT-1]} verb='' i
              local -a said
              for ((i = 2; i < CURRENT; i++)); do
                case "${verb:+$verb }${words[i]}" in

            """);
        script.Append($"      {ShellText.Patterns(root.All.Skip(1).Select(verb => verb.Path))}) verb=\"${{verb:+$verb }}${{words[i]}}\" ;;\n");
        script.Append("""
                esac
              done
              case "$verb $prev" in

            """);
        foreach (var verb in root.All)
        {
            foreach (var option in verb.Options.Where(option => option.Value is not null))
            {
                script.Append($"    {ShellText.Patterns(option.Names.Select(name => $"{verb.Path} {name}"))}) {Suggest(option.Value!)}; return ;;\n");
            }
        }

        script.Append("""
              esac
              case "$verb" in

            """);
        foreach (var verb in root.All)
        {
            var options = Described(verb.Options.SelectMany(option => option.Names.Select(name => (name, option.Description))));
            var words = verb.Verbs.Count > 0 ? Described(verb.Verbs.Select(below => (below.Name, below.Description))) : Suggest(verb.Argument);
            script.Append($"    {ShellText.Quoted(verb.Path)}) if [[ $cur == -* ]]; then {options}; else {words}; fi ;;\n");
        }

        script.Append("""
              esac
            }
            compdef _aidp aidp

            """);
        return script.ToString();
    }

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
