using System.Text;

namespace Aidp.Activities.Git;

/// <summary>What a git server wants from this host. It goes to git in the environment, and from there to the server when it asks.</summary>
/// <param name="Server">The beginning of the server's clone URLs, for example <c>https://example.org</c>.</param>
/// <param name="User">The user name.</param>
/// <param name="Token">The token.</param>
sealed record GitCredential(string Server, string User, string Token)
{
    const string UserVariable = "AIDP_GIT_USER";
    const string TokenVariable = "AIDP_GIT_TOKEN";

    // Words of the shell itself, so that the token is in no command line; git asks for no other server than the setting's.
    const string Helper = $$"""!f() { test "$1" != get || printf 'username=%s\npassword=%s\n' "${{UserVariable}}" "${{TokenVariable}}"; }; f""";

    /// <summary>The setting by which git finds it; it holds no secret.</summary>
    public string Setting => $"credential.{Server}.helper={Helper}";

    /// <summary>The variables that the setting names.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables => [new(UserVariable, User), new(TokenVariable, Token)];

    /// <summary>A text without the token, whatever a server answered.</summary>
    public string StrikeOut(string text) => text
        .Replace(Token, "***", StringComparison.Ordinal)
        .Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Token}")), "***", StringComparison.Ordinal);

    // Nothing that writes records down has a use for it.
    bool PrintMembers(StringBuilder text)
    {
        text.Append(Server);
        return true;
    }
}
