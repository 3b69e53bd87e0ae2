using Aidp.Activities.Configuration;

namespace Aidp.Activities.Tests.Configuration;

/// <summary>A repository and a home of its own.</summary>
sealed class ConfigurationFolder : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-configuration-").FullName;

    public string Repository => Directory.CreateDirectory(Path.Combine(_folder, "repository")).FullName;

    public string UserFile => Path.Combine(_folder, "config", "aidp", "aidp.yml");

    public void WriteRepository(string yaml, string name = "aidp.yml")
    {
        var path = Path.Combine(Repository, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, yaml);
    }

    public void WriteUser(string yaml)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(UserFile)!);
        File.WriteAllText(UserFile, yaml);
    }

    public EffectiveConfiguration Load(Dictionary<string, string>? environment = null, Dictionary<string, string>? options = null, params (string, string)[] checks) => ConfigurationLoader.Load(new ConfigurationRequest
    {
        Repository = Repository,
        Environment = new Dictionary<string, string>(environment ?? []) { ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "config") },
        Options = options ?? [],
        Checks = checks,
    });

    /// <summary>What is wrong with a repository's file, each as <c>line:column message</c>.</summary>
    public List<string> Problems(string yaml)
    {
        WriteRepository(yaml);
        return [.. ConfigurationLoader.Validate(Path.Combine(Repository, "aidp.yml"), ofRepository: true).Select(problem => $"{problem.Origin.Line}:{problem.Origin.Column} {problem.Message}")];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
