using System.CommandLine;
using Aidp.Activities.Configuration;
using Aidp.Activities.Git;
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

    readonly List<Func<ParseResult, string?>> _rules = [];

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

    /// <summary>Refuses command lines whose words are right one by one, and wrong together.</summary>
    /// <param name="mistake">Says what is wrong, or null. It is asked only when every word could be read.</param>
    internal void Refuse(Func<ParseResult, string?> mistake) => _rules.Add(mistake);

    /// <summary>Does it, and returns one of <see cref="ExitCodes"/>.</summary>
    protected abstract Task<int> RunAsync(ParseResult parse, CancellationToken cancellation);

    /// <summary>The state folder that the command line asks for.</summary>
    protected StateFolder State(ParseResult parse) => StateFolder.Find(StateOption(parse), Terminal);

    /// <summary>The state folder as it was given; null when it was not.</summary>
    protected string? StateOption(ParseResult parse) => parse.GetValue(_state);

    /// <summary>Suggests commands for the same host.</summary>
    protected virtual NextCommands Next(ParseResult parse) => new(StateOption(parse));

    /// <summary>Says that the host does not answer, and what helps.</summary>
    protected virtual string Unreachable(ParseResult parse, string cause) => $"the host went away ({cause}). Try again: the next host goes on where it stopped.";

    async Task<int> GuardedAsync(ParseResult parse, CancellationToken cancellation)
    {
        if (_rules.Select(rule => rule(parse)).FirstOrDefault(mistake => mistake is not null) is { } mistake)
        {
            return await UsageMistakes.WriteAsync(Terminal, parse, mistake);
        }

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
        catch (GitException e)
        {
            await Terminal.Error.WriteLineAsync($"aidp: {e.Message}");
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            await Terminal.Error.WriteLineAsync($"aidp: {Unreachable(parse, e.Message)}");
            return ExitCodes.Failed;
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            await Terminal.Error.WriteLineAsync($"aidp: {Unreachable(parse, e.InnerException.Message)}");
            return ExitCodes.Failed;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            await Terminal.Error.WriteLineAsync($"aidp: {FileFault.Cause(e)} {FileFault.Remedy(e) ?? "Look at the path, and at who may use it."}");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Terminal.Error.WriteLineAsync("aidp: interrupted. `aidp ps` shows what goes on.");
            return ExitCodes.Cancelled;
        }
    }
}
