namespace Aidp.Activities.Tests.Processes;

/// <summary>A folder for one test, removed afterwards.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("aidp-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Script(string name, string text)
    {
        File.WriteAllText(this[name], text.ReplaceLineEndings("\n"));
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
