using System.Text;

namespace Aidp.Cli.Completion;

/// <summary>The completions for bash, as a script without calls of <c>aidp</c> but for the ids of runs.</summary>
static class BashScript
{
    /// <summary>The script.</summary>
    public static string Write(CommandTree root)
    {
        var script = new StringBuilder();
        script.Append("""
            # bash completion for aidp. To use it: source <(aidp completions bash)
            _aidp() {
              local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb='' i
              COMPREPLY=()
              for ((i = 1; i < COMP_CWORD; i++)); do
                case "${verb:+$verb }${COMP_WORDS[i]}" in

            """);
        script.Append($"      {ShellText.Patterns(root.All.Skip(1).Select(verb => verb.Path))}) verb=\"${{verb:+$verb }}${{COMP_WORDS[i]}}\" ;;\n");
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
            var options = string.Join(' ', verb.Options.SelectMany(option => option.Names));
            var words = verb.Verbs.Count > 0 ? Words(string.Join(' ', verb.Verbs.Select(below => below.Name))) : Suggest(verb.Argument);
            script.Append($"    {ShellText.Quoted(verb.Path)}) if [[ $cur == -* ]]; then {Words(options)}; else {words}; fi ;;\n");
        }

        script.Append("""
              esac
            }
            complete -o filenames -F _aidp aidp

            """);
        return script.ToString();
    }

    static string Words(string words) => $"COMPREPLY=($(compgen -W {ShellText.Quoted(words)} -- \"$cur\"))";

    static string Suggest(CompletedWord word) => word.Kind switch
    {
        WordKind.File => "COMPREPLY=($(compgen -f -- \"$cur\"))",
        WordKind.Folder => "COMPREPLY=($(compgen -d -- \"$cur\"))",
        WordKind.Run => $"COMPREPLY=($(compgen -W \"$({ShellText.RunIds})\" -- \"$cur\"))",
        WordKind.Choice => Words(string.Join(' ', word.Choices)),
        _ => ":",
    };
}
