using System.Collections;
using System.Text;
using Spectre.Console;

namespace Aidp.Cli.Terminals;

/// <summary>What a verb reads and writes: data goes to <see cref="Out"/>, messages to <see cref="Error"/>.</summary>
sealed class Terminal
{
    /// <summary>For data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>What is behind <see cref="Out"/>, for data that is not text; null where only text can be taken.</summary>
    public Stream? OutBytes { get; init; }

    /// <summary>For messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>For the task <c>-</c> and for answers to questions.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether a person sees <see cref="Out"/>: colour and animation are for them only.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Whether colours are wanted: on a terminal, unless <c>NO_COLOR</c> is set to something (no-color.org).</summary>
    public bool Colors { get; init; }

    /// <summary>The folder that paths on the command line are relative to.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The clock that ages are measured with.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What Ctrl-C does.</summary>
    public required Interrupts Interrupts { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess(Interrupts interrupts)
    {
        var color = string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"));
        return new()
        {
            Interrupts = interrupts,
            Out = Console.Out,
            OutBytes = Console.OpenStandardOutput(),
            Error = Console.Error,
            In = Console.In,
            OutIsTerminal = !Console.IsOutputRedirected,
            CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            Colors = color && !Console.IsOutputRedirected && System.Environment.GetEnvironmentVariable("TERM") != "dumb",
            WorkingDirectory = System.Environment.CurrentDirectory,
            Variables = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal),
        };
    }

    /// <summary>Looks up an environment variable.</summary>
    public string? Environment(string name) => Variables.GetValueOrDefault(name);

    /// <summary>Writes data that may be in any encoding, as it is.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        if (OutBytes is null)
        {
            await Out.WriteAsync(Encoding.UTF8.GetString(data.Span));
            return;
        }

        await Out.FlushAsync(cancellation);
        await OutBytes.WriteAsync(data, cancellation);
        await OutBytes.FlushAsync(cancellation);
    }

    /// <summary>A console for tables and live views on <see cref="Out"/>.</summary>
    public IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = OutIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = Colors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = OutIsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        if (!OutIsTerminal)
        {
            // A program reads it: lines are not broken.
            console.Profile.Width = 10_000;
        }

        return console;
    }
}
