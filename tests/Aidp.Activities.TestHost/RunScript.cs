using Aidp.Activities.Processes;

namespace Aidp.Activities.TestHost;

/// <summary>Hosts one supervised shell script.</summary>
static class RunScript
{
    public static async Task<int> RunAsync(string folder, string script, string? record)
    {
        var result = await new ProcessRunner(TimeProvider.System).RunSupervisedAsync(
            new ProcessCommand
            {
                Executable = "/bin/sh",
                Arguments = ["-c", script],
                WorkingDirectory = folder,
                Environment = ProcessEnvironment.Create(),
                Timeout = TimeSpan.FromMinutes(2),
                Record = record,
            },
            CancellationToken.None);
        return result.ExitCode;
    }
}
