using System.Diagnostics;

namespace Aidp.Functions.Tests.Http;

/// <summary>A git repository with one commit, in a folder that is removed with it.</summary>
public sealed class TestRepository : IDisposable
{
    TestRepository(string folder) => Folder = folder;

    public string Folder { get; }

    public string Commit => Git("rev-parse", "HEAD").Trim();

    public static TestRepository Create()
    {
        var repository = new TestRepository(Directory.CreateTempSubdirectory("aidp-http-").FullName);
        repository.Git("init", "--quiet", "--initial-branch=main");
        File.WriteAllText(Path.Combine(repository.Folder, "progress.txt"), "");
        repository.Git("add", "-A");
        repository.Git("-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "-m", "Start");
        return repository;
    }

    /// <summary>Applies a patch to the working copy, as a person does.</summary>
    public void Apply(byte[] patch)
    {
        var file = Path.Combine(Folder, ".git", "patch");
        File.WriteAllBytes(file, patch);
        Git("apply", file);
    }

    public byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    /// <summary>What stands at a place such as <c>branch:file</c>.</summary>
    public byte[] Show(string place) => System.Text.Encoding.UTF8.GetBytes(Git("show", place));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments[0]} ended with {git.ExitCode}.");
    }
}
