using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Terminals;
using Aidp.Cli.Verbs;

namespace Aidp.Cli;

/// <summary>The verbs of <c>aidp</c>, put together.</summary>
static class CommandLine
{
    /// <summary>Runs one command line and returns its exit code.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "This is where a fault becomes an exit code; all of it is shown.")]
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var parse = Create(terminal).Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,

            // Signals are taken once, by the caller.
            ProcessTerminationTimeout = null,
        };
        if (parse.Action is ParseErrorAction)
        {
            return await UsageMistakes.WriteAsync(terminal, parse, [.. UsageMistakes.Of(parse)]);
        }

        try
        {
            return await parse.InvokeAsync(configuration, cancellation);
        }
        catch (Exception e)
        {
            await terminal.Error.WriteLineAsync($"aidp: {e.Message}\nThis should not have happened; what is known of it:\n{e}");
            return ExitCodes.Failed;
        }
    }

    internal static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Aidp drives AI coding agents to a finished change on a git repository, durably.")
        {
            new DemoVerb(terminal),
            new InitVerb(terminal),
            new DoctorVerb(terminal),
            new RunVerb(terminal),
            new AttachVerb(terminal),
            new PsVerb(terminal),
            new StatusVerb(terminal),
            new LogsVerb(terminal),
            new HistoryVerb(terminal),
            new DiffVerb(terminal),
            new ReplayVerb(terminal),
            new WhyVerb(terminal),
            ControlVerb.Pause(terminal),
            ControlVerb.Resume(terminal),
            ControlVerb.Cancel(terminal),
            new InjectVerb(terminal),
            new GuardVerb(terminal),
            new ApproveVerb(terminal),
            new PurgeVerb(terminal),
            new JobsVerb(terminal),
            new KeysVerb(terminal),
            new ConfigVerb(terminal),
            new ServeVerb(terminal),
            new CompletionsVerb(terminal),
            new HostVerb(terminal),
        };
        root.SetAction(parse => new HelpAction().Invoke(parse));
        return root;
    }
}
