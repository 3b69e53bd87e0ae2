using System.CommandLine;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Control;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp inject</c>: tells the agent of a run something with its next prompt.</summary>
sealed class InjectVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Argument<string> _text = new("TEXT") { Description = "What the agent is to be told; - reads it from standard input." };
    readonly Option<string> _type = new Option<string>("--type", "-t") { Description = "What it is.", DefaultValueFactory = _ => InstructionTypes.UserInput }.AcceptOnlyFromAmong([.. InstructionTypes.All]);
    readonly Option<string> _priority = new Option<string>("--priority", "-p") { Description = "How urgent it is.", DefaultValueFactory = _ => InstructionPriorities.Normal }.AcceptOnlyFromAmong([.. InstructionPriorities.All]);
    readonly Option<bool> _json = JsonOption("Write the signal as JSON.");

    public InjectVerb(Terminal terminal)
        : base("inject", "Tell the agent of a run something with its next prompt.", terminal)
    {
        Add(_run);
        Add(_text);
        Add(_type);
        Add(_priority);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var given = parse.GetRequiredValue(_text);
        var text = given == "-" ? await Terminal.In.ReadToEndAsync(cancellation) : given;
        using var host = await ConnectAsync(parse, cancellation);
        var id = (await host.FindAsync(parse.GetRequiredValue(_run), cancellation)).Id;
        var body = new InstructionBody { Text = text, Type = parse.GetRequiredValue(_type), Priority = parse.GetRequiredValue(_priority), Author = Environment.UserName };
        var sent = await SendAsync(host, id, host.InjectAsync(id, body, cancellation), cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(sent.Signal));
        }
        else
        {
            await Terminal.Error.WriteLineAsync($"The agent of {id} is told with its next prompt. What became of it: {Next(parse).For("status", id)}");
        }

        return ExitCodes.Completed;
    }
}
