using Aidp.Cli.Completion;

namespace Aidp.Cli.Following;

/// <summary>Suggests commands that find what this one made.</summary>
/// <param name="StateOption">The state folder as it was given on the command line; null when it was not.</param>
sealed record NextCommands(string? StateOption)
{
    /// <summary>The endpoint as it was given on the command line; null when it was not.</summary>
    public string? HostOption { get; init; }

    /// <summary>The key's file as it was given on the command line; null when it was not.</summary>
    public string? KeyFileOption { get; init; }

    /// <summary>A command about a run.</summary>
    public string For(string verb, string run) => $"aidp {verb} {run}{Suffix}";

    /// <summary>A command that is about no run.</summary>
    public string For(string verb) => $"aidp {verb}{Suffix}";

    string Suffix => Option("--state", StateOption) + Option("--host", HostOption) + Option("--key-file", KeyFileOption == "-" ? null : KeyFileOption);

    static string Option(string name, string? value) =>
        value is null ? "" : $" {name} {Word(value)}";

    /// <summary>A word as a shell takes it.</summary>
    public static string Word(string text) => text.Length > 0 && text.All(IsPlain) ? text : ShellText.Quoted(text);

    static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || "/._-+=:@%".Contains(character, StringComparison.Ordinal);
}
