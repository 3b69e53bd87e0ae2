namespace Aidp.Cli.Following;

/// <summary>Suggests commands that find what this one made.</summary>
/// <param name="StateOption">The state folder as it was given on the command line; null when it was not.</param>
sealed record NextCommands(string? StateOption)
{
    /// <summary>A command about a run.</summary>
    public string For(string verb, string run) => $"aidp {verb} {run}{Suffix}";

    string Suffix => StateOption is null ? "" : $" --state {(StateOption.All(IsPlain) ? StateOption : $"'{StateOption.Replace("'", "'\\''", StringComparison.Ordinal)}'")}";

    static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || "/._-+=:@%".Contains(character, StringComparison.Ordinal);
}
