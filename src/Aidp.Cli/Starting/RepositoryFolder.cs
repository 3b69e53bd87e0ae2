using Aidp.Activities.Git;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Starting;

/// <summary>Finds the top folder of the repository that a command line means, whether a run could start from it or not.</summary>
sealed class RepositoryFolder(GitRunner git, Terminal terminal)
{
    /// <summary>Where it is looked for.</summary>
    /// <param name="option">The folder that was given; null for the current one.</param>
    public string Start(string? option) => Path.GetFullPath(option ?? ".", terminal.WorkingDirectory);

    /// <summary>The top folder of its files; null when there is no such repository, or it has no files of its own.</summary>
    /// <exception cref="GitException">git is not there.</exception>
    public async Task<string?> FindAsync(string? option, CancellationToken cancellation) =>
        Directory.Exists(Start(option)) && await AskAsync(option, cancellation) is { IsSuccess: true } top ? top.Text : null;

    /// <summary>The top folder of its files.</summary>
    /// <exception cref="CommandException">There is no such repository; the message says what helps.</exception>
    public async Task<string> RequireAsync(string? option, CancellationToken cancellation)
    {
        try
        {
            if (!Directory.Exists(Start(option)))
            {
                throw new CommandException(ExitCodes.Usage, $"There is no folder '{Start(option)}'.");
            }

            var top = await AskAsync(option, cancellation);
            return top.IsSuccess ? top.Text
                : throw new CommandException(ExitCodes.Usage, $"'{Start(option)}' is not in a git repository with files. Go to one, or name one with --repo DIR. (git: {top.Error.Trim()})");
        }
        catch (GitException e)
        {
            throw new CommandException(ExitCodes.Usage, e.Message, e);
        }
    }

    Task<GitResult> AskAsync(string? option, CancellationToken cancellation) =>
        git.TryRunAsync(new GitCall("rev-parse", "--show-toplevel") { WorkingDirectory = Start(option) }, cancellation);
}
