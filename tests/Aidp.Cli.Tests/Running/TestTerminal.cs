using Aidp.Cli.Terminals;

namespace Aidp.Cli.Tests.Running;

/// <summary>A terminal that nobody looks at, and what was written to it.</summary>
sealed class TestTerminal(TestFolder folder, string input = "") : IDisposable
{
    readonly SharedText _out = new();
    readonly SharedText _error = new();

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public TextReader In { get; init; } = new StringReader(input);

    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["HOME"] = folder.Root, ["PATH"] = Environment.GetEnvironmentVariable("PATH")! };

    public Interrupts Interrupts { get; } = new();

    public bool CanAsk { get; init; }

    public bool OutIsTerminal { get; init; }

    public Terminal Value => new()
    {
        Out = _out,
        Error = _error,
        In = In,
        Interrupts = Interrupts,
        CanAsk = CanAsk,
        OutIsTerminal = OutIsTerminal,
        WorkingDirectory = folder.Root,
        Variables = Variables,
    };

    /// <summary>Runs a command line in this process.</summary>
    public Task<int> RunAsync(params string[] arguments) => CommandLine.InvokeAsync(arguments, Value, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        In.Dispose();
        Interrupts.Dispose();
    }
}
