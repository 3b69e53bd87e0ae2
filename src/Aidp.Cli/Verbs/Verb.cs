using System.CommandLine;
using Aidp.Activities.Configuration;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary>One verb of <c>aidp</c>: its options, and what it does.</summary>
abstract class Verb : Command
{
    readonly Option<string?> _state = new("--state")
    {
        Description = "The folder that keeps everything; AIDP_STATE, or the XDG state folder, when it is not given.",
        HelpName = "DIR",
    };

    /// <summary>A verb of this name.</summary>
    protected Verb(string name, string description, Terminal terminal)
        : base(name, description)
    {
        Terminal = terminal;
        Add(_state);
        SetAction(GuardedAsync);
    }

    /// <summary>What the verb reads and writes.</summary>
    protected Terminal Terminal { get; }

    /// <summary>An option for programs that read the answer.</summary>
    protected static Option<bool> JsonOption(string description = "Write JSON.") => new("--json") { Description = description };

    /// <summary>The option that names a repository.</summary>
    protected static Option<string?> RepositoryOption() => new("--repo") { Description = "The repository; the current folder's when it is not given.", HelpName = "DIR" };

    /// <summary>The argument that names a run.</summary>
    protected static Argument<string> RunArgument() => new("ID") { Description = "The run: its id, or the beginning of it." };

    /// <summary>Does it, and returns one of <see cref="ExitCodes"/>.</summary>
    protected abstract Task<int> RunAsync(ParseResult parse, CancellationToken cancellation);

    /// <summary>The state folder that the command line asks for.</summary>
    protected StateFolder State(ParseResult parse) => StateFolder.Find(parse.GetValue(_state), Terminal);

    /// <summary>Suggests commands for the same state folder.</summary>
    protected NextCommands Next(ParseResult parse) => new(parse.GetValue(_state));

    /// <summary>Connects to the host of the state folder.</summary>
    protected Task<HostClient> ConnectAsync(ParseResult parse, CancellationToken cancellation) =>
        new HostConnection(State(parse), Terminal).OpenAsync(cancellation);

    async Task<int> GuardedAsync(ParseResult parse, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(parse, cancellation);
        }
        catch (CommandException e)
        {
            await Terminal.Error.WriteLineAsync($"aidp: {e.Message}");
            return e.ExitCode;
        }
        catch (ConfigurationException e)
        {
            await Terminal.Error.WriteLineAsync($"aidp: the configuration is wrong.\n{e.Message}");
            return ExitCodes.Usage;
        }
        catch (HttpRequestException e)
        {
            await Terminal.Error.WriteLineAsync($"aidp: the host went away ({e.Message}). Try again: the next host goes on where it stopped.");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Terminal.Error.WriteLineAsync("aidp: interrupted. `aidp ps` shows what was started.");
            return ExitCodes.Cancelled;
        }
    }
}
