namespace Aidp.Embedded.Hosting;

/// <summary>Some methods marked as functions cannot be run; the message names each and says why.</summary>
public sealed class InvalidFunctionsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One sentence for each problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
