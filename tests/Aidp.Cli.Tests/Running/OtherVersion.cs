using System.Diagnostics;
using System.Text;
using Aidp.Functions.Api;

namespace Aidp.Cli.Tests.Running;

/// <summary>The program as another version: a copy in which only the text of the version differs.</summary>
sealed class OtherVersion
{
    readonly string _folder;
    readonly TestFolder _test;

    OtherVersion(string folder, TestFolder test) => (_folder, _test) = (folder, test);

    /// <summary>What it says that it is.</summary>
    public static string Text { get; } = "9" + HealthView.ThisVersion[1..];

    public static OtherVersion Create(TestFolder test)
    {
        var folder = test["other-version"];
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        ChangeVersion(Path.Combine(folder, Path.GetFileName(typeof(HealthView).Assembly.Location)));
        return new(folder, test);
    }

    /// <summary>Runs a command line to its end.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder, "aidp"), arguments) { WorkingDirectory = _test.Root, RedirectStandardOutput = true };
        start.Environment["HOME"] = _test.Root;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Completed, process.ExitCode);
        return output;
    }

    static void ChangeVersion(string assembly)
    {
        var bytes = File.ReadAllBytes(assembly);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(HealthView.ThisVersion));
        bytes[at] = (byte)Text[0];
        File.WriteAllBytes(assembly, bytes);
    }
}
