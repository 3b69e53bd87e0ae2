using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Client;
using Aidp.Cli.Completion;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp completions</c>: the script with which a shell completes command lines of <c>aidp</c>.</summary>
sealed class CompletionsVerb : Verb
{
    /// <summary>What the scripts ask for themselves: the ids of runs.</summary>
    const string Ids = "ids";

    static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    readonly Argument<string> _shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." }.AcceptOnlyFromAmong("bash", "zsh", "fish");

    public CompletionsVerb(Terminal terminal)
        : base("completions", "Write the completions for a shell: source <(aidp completions bash)", terminal)
    {
        Add(_shell);
        Add(new IdsVerb(terminal));
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var tree = CommandTree.Of(parse.RootCommandResult.Command);
        await Terminal.Out.WriteAsync(parse.GetRequiredValue(_shell) switch
        {
            "bash" => BashScript.Write(tree),
            "zsh" => ZshScript.Write(tree),
            _ => FishScript.Write(tree),
        });
        return ExitCodes.Completed;
    }

    /// <summary><c>aidp completions ids</c>: the ids of runs, when a host runs; starts none, and says nothing of what goes wrong.</summary>
    sealed class IdsVerb : ClientVerb
    {
        public IdsVerb(Terminal terminal)
            : base(Ids, "Write the ids of runs.", terminal) => Hidden = true;

        /// <inheritdoc/>
        protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(_patience);
            try
            {
                using var host = await FindAsync(parse, limit.Token);
                foreach (var run in host is null ? [] : await host.RunsAsync("", limit.Token))
                {
                    await Terminal.Out.WriteLineAsync(run.Id);
                }
            }
            catch (Exception e) when (e is HttpRequestException or CommandException or OperationCanceledException)
            {
                // Nothing is suggested then.
            }

            return ExitCodes.Completed;
        }

        [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The caller owns the client.")]
        async Task<HostClient?> FindAsync(ParseResult parse, CancellationToken cancellation) =>
            Remote(parse) is { } remote ? remote.Connect() : await new HostConnection(State(parse), Terminal).TryOpenAsync(cancellation);
    }
}
