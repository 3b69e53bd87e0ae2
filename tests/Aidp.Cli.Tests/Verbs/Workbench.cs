using System.Diagnostics;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Tests.Verbs;

/// <summary>A home, a state folder and a git repository for one test, removed afterwards, and the command line run on them.</summary>
sealed class Workbench : IDisposable
{
    readonly Interrupts _interrupts = new();

    public Workbench()
    {
        Repository = Directory.CreateDirectory(In("repository")).FullName;
        Git("init", "-q", "-b", "main");
        Write("Makefile", "test:\n\ttrue\n");
        Git("add", "-A");
        Git("-c", "user.name=User", "-c", "user.email=user@example.com", "commit", "-q", "-m", "First commit");
        Variables = new(StringComparer.Ordinal) { ["HOME"] = Folder, ["AIDP_STATE"] = State };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("aidp-verbs-").FullName;

    public string Repository { get; }

    public string State => In("state");

    public Dictionary<string, string> Variables { get; }

    public string In(string name) => Path.Combine(Folder, name);

    public string Write(string file, string text)
    {
        var path = Path.Combine(Repository, file);
        File.WriteAllText(path, text);
        return path;
    }

    public void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Repository })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    public async Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.InvokeAsync(arguments, Terminal(output, error), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    public Terminal Terminal(TextWriter output, TextWriter error) => new() { Out = output, Error = error, In = TextReader.Null, Interrupts = _interrupts, WorkingDirectory = Repository, Variables = Variables };

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _interrupts.Dispose();
    }
}
