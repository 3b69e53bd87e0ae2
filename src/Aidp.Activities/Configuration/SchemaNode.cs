namespace Aidp.Activities.Configuration;

/// <summary>What a value of the configuration may be: the source of validation, of the published JSON Schema and of the names of environment variables.</summary>
abstract record SchemaNode;

/// <summary>A value that stands for itself.</summary>
abstract record ScalarNode : SchemaNode
{
    /// <summary>What is expected, for a message: it goes on after "... is expected".</summary>
    public abstract string Expected { get; }

    /// <summary>The value that a text stands for; null when it stands for none.</summary>
    public abstract object? Read(string text);

    /// <summary>Whether a YAML scalar of this kind can be one.</summary>
    public abstract bool Accepts(YamlScalarKind kind);
}

/// <summary>A text.</summary>
/// <param name="Pattern">A regular expression that it matches; null for any text that is not empty.</param>
/// <param name="Form">What the pattern means, in words.</param>
/// <param name="Maximum">The longest, in characters.</param>
sealed record TextNode(string? Pattern = null, string? Form = null, int Maximum = 4000) : ScalarNode
{
    public override string Expected => Form ?? $"a text of 1 to {Maximum} characters";

    public override object? Read(string text) => text.Length > 0 && text.Length <= Maximum && !text.Contains('\0', StringComparison.Ordinal)
        // '$' also stands before a line break at the end; \z, which does not, is unknown to whoever reads the published schema.
        && (Pattern is null || System.Text.RegularExpressions.Regex.Match(text, Pattern, System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) is { Success: true } match && match.Length == text.Length) ? text : null;

    public override bool Accepts(YamlScalarKind kind) => kind == YamlScalarKind.Text;
}

/// <summary>One of a few words.</summary>
sealed record ChoiceNode(params string[] Choices) : ScalarNode
{
    public override string Expected => $"one of {string.Join(", ", Choices)}";

    public override object? Read(string text) => Choices.Contains(text, StringComparer.Ordinal) ? text : null;

    public override bool Accepts(YamlScalarKind kind) => kind == YamlScalarKind.Text;
}

/// <summary>A whole number.</summary>
sealed record NumberNode(long Minimum, long Maximum) : ScalarNode
{
    public override string Expected => $"a whole number from {Minimum} to {Maximum}";

    public override object? Read(string text) =>
        long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= Minimum && number <= Maximum ? number : null;

    public override bool Accepts(YamlScalarKind kind) => kind == YamlScalarKind.Integer;
}

/// <summary>An amount of money or the like.</summary>
sealed record AmountNode(decimal Minimum, decimal Maximum) : ScalarNode
{
    public override string Expected => $"a number from {Minimum} to {Maximum}";

    public override object? Read(string text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= Minimum && number <= Maximum ? number : null;

    public override bool Accepts(YamlScalarKind kind) => kind is YamlScalarKind.Integer or YamlScalarKind.Real;
}

/// <summary>Yes or no.</summary>
sealed record FlagNode : ScalarNode
{
    public override string Expected => "true or false";

    public override object? Read(string text) => text switch { "true" => true, "false" => false, _ => null };

    public override bool Accepts(YamlScalarKind kind) => kind == YamlScalarKind.Flag;
}

/// <summary>A duration such as <c>1h30m</c>.</summary>
sealed record DurationNode(TimeSpan Minimum, TimeSpan Maximum) : ScalarNode
{
    public override string Expected => $"a duration such as 30s, 5m or 1h30m, from {DurationText.Format(Minimum)} to {DurationText.Format(Maximum)},";

    public override object? Read(string text) => DurationText.TryParse(text) is { } duration && duration >= Minimum && duration <= Maximum ? duration : null;

    public override bool Accepts(YamlScalarKind kind) => kind == YamlScalarKind.Text;
}

/// <summary>A size such as <c>512MB</c>; a plain number counts bytes.</summary>
sealed record SizeNode(long Minimum, long Maximum) : ScalarNode
{
    public override string Expected => $"a size such as 60KB, 512MB or 1GB, from {SizeText.Format(Minimum)} to {SizeText.Format(Maximum)},";

    public override object? Read(string text) => SizeText.TryParse(text) is { } bytes && bytes >= Minimum && bytes <= Maximum ? bytes : null;

    public override bool Accepts(YamlScalarKind kind) => kind is YamlScalarKind.Text or YamlScalarKind.Integer;
}

/// <summary>A list.</summary>
sealed record ListNode(SchemaNode Item, int Minimum = 0, int Maximum = 100) : SchemaNode;

/// <summary>A mapping with free keys.</summary>
sealed record MapNode(TextNode Key, SchemaNode Value, int Maximum = 50) : SchemaNode;

/// <summary>A mapping with known keys.</summary>
sealed record SectionNode(params SchemaKey[] Keys) : SchemaNode;

/// <summary>A known key.</summary>
/// <param name="Name">Its name, in lower case with underscores.</param>
/// <param name="Node">What its value may be.</param>
/// <param name="Description">What it does, for editors that complete it.</param>
sealed record SchemaKey(string Name, SchemaNode Node, string Description)
{
    /// <summary>Whether it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it concerns the machine, so that a repository's file may not set it.</summary>
    public bool OfMachine { get; init; }

    /// <summary>What holds when it is not there; null for nothing.</summary>
    public object? Default { get; init; }
}
