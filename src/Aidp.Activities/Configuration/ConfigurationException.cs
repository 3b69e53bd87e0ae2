namespace Aidp.Activities.Configuration;

/// <summary>The configuration cannot be used; all that is wrong with it is said at once.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationProblem> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>What is wrong, in the order of the files.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems => problems;
}
