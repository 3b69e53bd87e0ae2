using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Starting;

/// <summary>Looks at the repository that a run is to start from, and says what a person should know of it.</summary>
sealed class SourceLook(Terminal terminal)
{
    /// <summary>Looks.</summary>
    /// <exception cref="CommandException">Aidp cannot work on it; the message says why and what helps.</exception>
    public async Task<SourceFacts> LookAsync(string folder, CancellationToken cancellation)
    {
        switch (await InspectAsync(folder, cancellation))
        {
            case SourceInspection.Accepted accepted:
                foreach (var notice in accepted.Facts.Notices)
                {
                    await terminal.Error.WriteLineAsync($"note: {notice}");
                }

                return accepted.Facts;
            case SourceInspection.Refused refused:
                throw new CommandException(ExitCodes.Usage, refused.Message);
            case var other:
                throw new InvalidOperationException($"{other} is not known.");
        }
    }

    async Task<SourceInspection> InspectAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            return await new SourceRepository(new GitRunner(new ProcessRunner(terminal.Time), terminal.Time)).InspectAsync(folder, cancellation);
        }
        catch (GitException e)
        {
            throw new CommandException(ExitCodes.Usage, e.Message, e);
        }
    }
}
