namespace Aidp.Activities.Configuration;

/// <summary>Where configuration files are looked for.</summary>
public static class ConfigurationFiles
{
    /// <summary>The user's file, for messages.</summary>
    internal const string UserFileForPeople = "$XDG_CONFIG_HOME/aidp/aidp.yml";

    static readonly string[] _inRepository = ["aidp.yml", Path.Combine(".aidp", "aidp.yml")];

    /// <summary>The repository's file; null when it has none.</summary>
    /// <param name="repository">The repository's top folder.</param>
    /// <exception cref="ConfigurationException">There are two.</exception>
    public static string? OfRepository(string repository)
    {
        var present = _inRepository.Where(file => File.Exists(Path.Combine(repository, file))).ToList();
        return present.Count < 2 ? present.Select(file => Path.Combine(repository, file)).FirstOrDefault()
            : throw new ConfigurationException([new(new Origin(OriginKind.RepositoryFile, Path.Combine(repository, present[1])), $"There is also {present[0]}; a repository has one configuration. Delete one of them.")]);
    }

    /// <summary>The place of the user's file, whether it exists or not.</summary>
    public static string OfUser(IReadOnlyDictionary<string, string> environment) => Path.Combine(
        environment.GetValueOrDefault("XDG_CONFIG_HOME") is { Length: > 0 } config && Path.IsPathRooted(config) ? config : Path.Combine(environment.GetValueOrDefault("HOME", "/"), ".config"), "aidp", "aidp.yml");
}
