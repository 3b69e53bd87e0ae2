using System.Text;

namespace Aidp.Cli.Completion;

/// <summary>Completions as a function that looks with <c>case</c> at the verb and at the word before; bash and zsh differ only in their own words for it.</summary>
/// <param name="Begin">What comes before the words of the verb are looked at, one after the other.</param>
/// <param name="Word">The word that is looked at.</param>
/// <param name="End">What comes after the function.</param>
/// <param name="Suggest">Suggests what a word can be.</param>
/// <param name="Offer">Offers words, with what each is for.</param>
sealed record CaseScript(string Begin, string Word, string End, Func<CompletedWord, string> Suggest, Func<IEnumerable<(string Word, string Description)>, string> Offer)
{
    /// <summary>The script.</summary>
    public string Write(CommandTree root)
    {
        var script = new StringBuilder(Begin);
        script.Append($"    case \"${{verb:+$verb }}{Word}\" in\n");
        script.Append($"      {ShellText.Patterns(root.All.Skip(1).Select(verb => verb.Path))}) verb=\"${{verb:+$verb }}{Word}\" ;;\n");
        script.Append("    esac\n  done\n  case \"$verb $prev\" in\n");
        foreach (var verb in root.All)
        {
            foreach (var option in verb.Options.Where(option => option.Value is not null))
            {
                script.Append($"    {ShellText.Patterns(option.Names.Select(name => $"{verb.Path} {name}"))}) {Suggest(option.Value!)}; return ;;\n");
            }
        }

        script.Append("  esac\n  case \"$verb\" in\n");
        foreach (var verb in root.All)
        {
            var options = Offer(verb.Options.SelectMany(option => option.Names.Select(name => (name, option.Description))));
            var words = verb.Verbs.Count > 0 ? Offer(verb.Verbs.Select(below => (below.Name, below.Description))) : Suggest(verb.Argument);
            script.Append($"    {ShellText.Quoted(verb.Path)}) if [[ $cur == -* ]]; then {options}; else {words}; fi ;;\n");
        }

        return script.Append($"  esac\n}}\n{End}\n").ToString();
    }
}
