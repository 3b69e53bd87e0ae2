using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aidp.Activities.Configuration;

/// <summary>Remembers, per repository, what a person agreed to.</summary>
/// <param name="stateFolder">The state folder.</param>
/// <param name="time">The clock that says when.</param>
public sealed class ConsentStore(string stateFolder, TimeProvider time)
{
    /// <summary>Configurations go back and forth between branches; a few are remembered.</summary>
    const int Remembered = 20;

    /// <summary>Whether a person agreed to exactly this.</summary>
    /// <param name="repository">The repository's location.</param>
    public bool IsGiven(string repository, ConsentQuestion question) => Read(repository).Exists(given => given.Fingerprint == question.Fingerprint);

    /// <summary>Remembers that a person agreed.</summary>
    /// <param name="repository">The repository's location.</param>
    public void Give(string repository, ConsentQuestion question)
    {
        if (IsGiven(repository, question))
        {
            return;
        }

        var given = Read(repository).Append(new Given(question.Fingerprint, time.GetUtcNow())).TakeLast(Remembered).ToList();
        var path = PathOf(repository);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(new Record(Path.GetFullPath(repository), given)));
        File.Move(temporary, path, overwrite: true);
    }

    List<Given> Read(string repository)
    {
        try
        {
            return JsonSerializer.Deserialize<Record>(File.ReadAllText(PathOf(repository)))?.Consents ?? [];
        }
        catch (Exception unreadable) when (unreadable is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            // Asked once too often is better than once too little.
            return [];
        }
    }

    string PathOf(string repository) => Path.Combine(stateFolder, "consents", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository)))))[..32] + ".json");

    sealed record Given(string Fingerprint, DateTimeOffset At);

    sealed record Record(string Repository, List<Given> Consents);
}
