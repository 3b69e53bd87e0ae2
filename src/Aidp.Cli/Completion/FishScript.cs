using System.Text;

namespace Aidp.Cli.Completion;

/// <summary>The completions for fish, with descriptions.</summary>
static class FishScript
{
    /// <summary>The script.</summary>
    public static string Write(CommandTree root)
    {
        var script = new StringBuilder();
        script.Append("""
            # fish completion for aidp. To use it: aidp completions fish | source
            function __aidp_verb
                set -l verb ''
                for word in (commandline -opc)[2..-1]
                    switch (string trim -- "$verb $word")

            """);
        script.Append($"            case {string.Join(' ', root.All.Skip(1).Select(verb => ShellText.FishQuoted(verb.Path)))}\n");
        script.Append("""
                            set verb (string trim -- "$verb $word")
                    end
                end
                test "$verb" = "$argv[1]"
            end
            complete -c aidp -f

            """);
        foreach (var verb in root.All)
        {
            var condition = $"complete -c aidp -n {ShellText.FishQuoted($"__aidp_verb '{verb.Path}'")}";
            foreach (var below in verb.Verbs)
            {
                script.Append($"{condition} -a {ShellText.FishQuoted(below.Name)} -d {ShellText.FishQuoted(below.Description)}\n");
            }

            foreach (var option in verb.Options)
            {
                script.Append($"{condition} {string.Join(' ', option.Names.Select(Name))}{(option.Value is { } value ? $" -r{Suggest(value)}" : "")} -d {ShellText.FishQuoted(option.Description)}\n");
            }

            if (Suggest(verb.Argument) is { Length: > 0 } words && verb.Verbs.Count == 0)
            {
                script.Append($"{condition}{words}\n");
            }
        }

        return script.ToString();
    }

    static string Name(string name) => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : name.Length == 2 ? $"-s {name[1..]}" : $"-o {name[1..]}";

    static string Suggest(CompletedWord word) => word.Kind switch
    {
        WordKind.File => " -F",
        WordKind.Folder => " -a '(__fish_complete_directories)'",
        WordKind.Run => $" -a '({ShellText.RunIds})'",
        WordKind.Choice => $" -a {ShellText.FishQuoted(string.Join(' ', word.Choices))}",
        _ => "",
    };
}
