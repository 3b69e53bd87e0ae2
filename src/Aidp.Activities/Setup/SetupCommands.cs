using System.Security.Cryptography;
using System.Text;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Setup;

/// <summary>Runs the setup commands in a worktree, unless they ran in it with the same lock files before.</summary>
/// <param name="marker">The file that says with which lock files they ran; out of the worktree, so out of an agent's way.</param>
sealed class SetupCommands(ProcessRunner runner, ArtifactStore artifacts, string marker, TimeProvider time)
{
    const int MostOutput = 1_500;

    /// <summary>What the commands run in; null for nothing.</summary>
    public ProcessWrapper? Wrapper { get; init; }

    /// <summary>Why the worktree is not usable; null when it is.</summary>
    public async Task<string?> RunAsync(CreateWorktreeInput input, RunWorkspace workspace, StepJournal journal, RunWatch watch, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(input, workspace, cancellationToken);
        if (input.Setup.Commands.Count == 0 || (File.Exists(marker) && await File.ReadAllTextAsync(marker, cancellationToken) == key))
        {
            return null;
        }

        await using var log = await artifacts.OpenAppendAsync(ArtifactName.Of(input.Step.Run, input.Step.Iteration, $"setup-{input.Step.Number}.log"), fresh: true, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watch.Cancelled);
        var start = time.GetTimestamp();
        foreach (var command in input.Setup.Commands)
        {
            await log.WriteAsync(Encoding.UTF8.GetBytes($"$ {command}\n"), cancellationToken);
            var left = input.Setup.Timeout - time.GetElapsedTime(start);
            var result = left <= TimeSpan.Zero || either.IsCancellationRequested
                ? ProcessResult.NotStarted(either.IsCancellationRequested ? ProcessEnd.Cancelled : ProcessEnd.TimedOut, "")
                : await runner.RunSupervisedAsync(Command(command, workspace.Directory, left, log, journal), either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            if (!result.IsSuccess)
            {
                return Problem(command, result, input);
            }
        }

        await DurableFile.WriteAsync(marker, Encoding.UTF8.GetBytes(key), cancellationToken);
        return null;
    }

    ProcessCommand Command(string command, string folder, TimeSpan timeout, Stream log, StepJournal journal)
    {
        var token = ProcessTree.NewToken();
        return new ProcessCommand
        {
            Executable = "sh",
            // One log, in the order in which it was written.
            Arguments = ["-c", $"exec 2>&1\n{command}"],
            WorkingDirectory = folder,
            Environment = ProcessEnvironment.Create(),
            Timeout = timeout,
            Output = new OutputTarget { Destination = log },
            Secrets = SecretValues.OfThisProcess(),
            Wrapper = Wrapper,
            Token = token,
            BeforeStart = (process, cancellationToken) => journal.BeginAttemptAsync(new StepAttempt(1, token, process, time.GetUtcNow()), cancellationToken),
        };
    }

    static string Problem(string command, ProcessResult result, CreateWorktreeInput input)
    {
        var said = result.Output.Tail.Trim();
        var end = result.End switch
        {
            ProcessEnd.Cancelled => "was not finished: the run was cancelled.",
            ProcessEnd.TimedOut => $"was not finished: setup took longer than {input.Setup.Timeout}. Allow more with setup.timeout.",
            ProcessEnd.Exited => $"failed with exit code {result.ExitCode}. Repair it in the repository's configuration (setup.commands); it runs in a fresh worktree with sh.",
            _ => result.Problem ?? $"ended: {result.End}.",
        };
        return $"The setup command '{command}' {end}{(said.Length > 0 ? $" It said: {(said.Length > MostOutput ? "…" + said[^MostOutput..] : said)}" : "")}";
    }

    static async Task<string> KeyAsync(CreateWorktreeInput input, RunWorkspace workspace, CancellationToken cancellationToken)
    {
        // "<mode> blob <id>\t<path>": the ids stand for the contents.
        var files = await workspace.Repository.RunAsync(cancellationToken, "ls-tree", "-r", "-z", "--full-tree", input.Repository.BaseCommit);
        var locks = files.Items.Where(item => LockFiles.IsOne(item[(item.IndexOf('\t', StringComparison.Ordinal) + 1)..]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [.. input.Setup.Commands, .. locks]))));
    }
}
