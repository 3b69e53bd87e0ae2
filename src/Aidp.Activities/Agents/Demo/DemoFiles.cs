using System.Reflection;

namespace Aidp.Activities.Agents.Demo;

/// <summary>The demo agent's script and the files of the demo repository, kept in this assembly.</summary>
static class DemoFiles
{
    const string Prefix = "demo/";
    const string Script = Prefix + "agent.sh";
    const string Repository = Prefix + "repository/";

    static readonly Assembly _assembly = typeof(DemoFiles).Assembly;

    /// <summary>The demo agent, a script for <c>sh</c>.</summary>
    public static string AgentScript { get; } = Read(Script);

    /// <summary>The files of the demo repository: path and text, sorted by path.</summary>
    public static IReadOnlyList<(string Path, string Text)> RepositoryFiles { get; } =
    [
        .. _assembly.GetManifestResourceNames().Where(name => name.StartsWith(Repository, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => (name[Repository.Length..], Read(name))),
    ];

    static string Read(string name)
    {
        using var reader = new StreamReader(_assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly lacks its resource '{name}': build it again."));
        return reader.ReadToEnd();
    }
}
