using Aidp.Activities.Configuration;

namespace Aidp.Cli.Doctor;

/// <summary>Looks whether the tokens for git servers are where the settings say.</summary>
static class GitCredentialFindings
{
    /// <summary>Looks; the tokens themselves are not read.</summary>
    public static IEnumerable<Finding> Look(HostSettings host, Func<string, string?> environment) => host.GitCredentials.Select(credential => credential switch
    {
        { TokenFile: { } file } when File.Exists(file) => Finding.Ok($"git server {credential.Host}", $"its token is in {file}"),
        { TokenFile: { } file } => Finding.Warning($"git server {credential.Host}", $"{file}, which is to hold its token, is not there.", $"Write the token into it, for yourself alone: install -m 600 /dev/null {file}"),
        { TokenVariable: { } name } when environment(name) is { Length: > 0 } => Finding.Ok($"git server {credential.Host}", $"its token is in {name}"),
        _ => Finding.Warning($"git server {credential.Host}", $"{credential.TokenVariable}, which is to hold its token, is not set here.", "It has to be set where the host is started."),
    });
}
