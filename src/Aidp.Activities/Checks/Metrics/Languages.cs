namespace Aidp.Activities.Checks.Metrics;

/// <summary>Languages by the endings of file names.</summary>
static class Languages
{
    static readonly (string Language, string Endings)[] _known =
    [
        ("Bicep", ".bicep"),
        ("C", ".c .h"),
        ("C#", ".cs"),
        ("C++", ".cpp .cc .cxx .hpp"),
        ("CSS", ".css .scss .less"),
        ("Dart", ".dart"),
        ("Elixir", ".ex .exs"),
        ("F#", ".fs"),
        ("Go", ".go"),
        ("Haskell", ".hs"),
        ("HTML", ".html .htm"),
        ("Java", ".java"),
        ("JavaScript", ".js .jsx .mjs .cjs"),
        ("JSON", ".json"),
        ("Kotlin", ".kt .kts"),
        ("Lua", ".lua"),
        ("Markdown", ".md"),
        ("PHP", ".php"),
        ("PowerShell", ".ps1"),
        ("Python", ".py .pyi"),
        ("Ruby", ".rb .rake .gemspec"),
        ("Rust", ".rs"),
        ("Scala", ".scala"),
        ("Shell", ".sh .bash"),
        ("SQL", ".sql"),
        ("Swift", ".swift"),
        ("Terraform", ".tf"),
        ("TOML", ".toml"),
        ("TypeScript", ".ts .tsx .mts .cts"),
        ("Visual Basic", ".vb"),
        ("Vue", ".vue"),
        ("XML", ".xml .csproj .props .targets .xaml"),
        ("YAML", ".yml .yaml"),
    ];

    static readonly Dictionary<string, string> _byEnding = _known
        .SelectMany(known => known.Endings.Split(' ').Select(ending => (ending, known.Language)))
        .ToDictionary(pair => pair.ending, pair => pair.Language, StringComparer.OrdinalIgnoreCase);

    /// <summary>The language of a file; "Other" when its ending says nothing.</summary>
    public static string Of(string path) => _byEnding.GetValueOrDefault(Path.GetExtension(path), "Other");
}
