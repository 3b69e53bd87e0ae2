namespace Aidp.Activities.Processes;

/// <summary>What a program reads from its standard input.</summary>
abstract record StandardInput
{
    /// <summary>Nothing: the end of the file at once.</summary>
    public static StandardInput None { get; } = new Nothing();

    /// <summary>A text, encoded as UTF-8.</summary>
    public static StandardInput Text(string text) => new Literal(text);

    /// <summary>The contents of a file, which the program itself opens.</summary>
    public static StandardInput File(string path) => new FromFile(path);

    internal sealed record Nothing : StandardInput;

    internal sealed record Literal(string Value) : StandardInput;

    internal sealed record FromFile(string Path) : StandardInput;
}
