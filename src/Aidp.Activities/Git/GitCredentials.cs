using Aidp.Activities.Configuration;

namespace Aidp.Activities.Git;

/// <summary>The credentials of this host for git servers.</summary>
sealed class GitCredentials
{
    readonly IReadOnlyList<GitCredentialSettings> _settings;
    readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);

    /// <summary>The credentials that settings name. A variable that holds a token is taken out of this process's environment, so that no program that it starts can have it.</summary>
    public GitCredentials(IReadOnlyList<GitCredentialSettings> settings)
    {
        _settings = settings;
        foreach (var name in settings.Select(one => one.TokenVariable).OfType<string>())
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                _taken[name] = value.Trim();
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }

    /// <summary>No credentials.</summary>
    public static GitCredentials None { get; } = new([]);

    /// <summary>The tokens that there are now, to be kept out of everything that is stored.</summary>
    public IReadOnlyList<string> Secrets => [.. _settings.Select(one => Token(one).Text).OfType<string>()];

    /// <summary>The credential for the server of a clone URL; null when none is set for it.</summary>
    /// <exception cref="GitException">Its token is not where the settings say.</exception>
    public GitCredential? For(string location)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps
            || _settings.FirstOrDefault(one => string.Equals(one.Host, url.Authority, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            return null;
        }

        var (token, place) = Token(found);
        return token is { Length: > 0 } && !token.Any(char.IsControl)
            ? new($"https://{url.Authority}", found.User, token)
            : throw new GitException($"The token for the git server {url.Authority} is to be in {place}, and there is none, or it is no single line. Put it there; after a change of the environment, start the host again.");
    }

    (string? Text, string Place) Token(GitCredentialSettings settings)
    {
        if (settings.TokenVariable is { } name)
        {
            return (_taken.GetValueOrDefault(name), $"the environment variable {name} of the host");
        }

        if (settings.TokenFile is not { } file)
        {
            return (null, "a variable or a file that its setting names");
        }

        try
        {
            // Read each time: tokens are renewed.
            return (File.ReadAllText(file).Trim(), $"the file {file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file {file}");
        }
    }
}
