using Aidp.Activities.Processes;

namespace Aidp.Activities.Git;

/// <summary>Runs git, always under <see cref="GitContract"/>.</summary>
sealed class GitRunner(ProcessRunner processes, TimeProvider time, GitCredentials? credentials = null)
{
    /// <summary>The list of 100,000 files is about 10 MB.</summary>
    const long MaximumOutput = 256L << 20;

    static readonly string[] _refusals = ["could not read Username", "Authentication failed", "returned error: 403", "Repository not found"];

    readonly Lock _lock = new();
    Task? _version;

    /// <summary>Runs a call that must succeed.</summary>
    public async Task<GitResult> RunAsync(GitCall call, CancellationToken cancellationToken)
    {
        var result = await TryRunAsync(call, cancellationToken);
        return result.IsSuccess ? result : throw Failure(call, result);
    }

    /// <summary>Runs a call whose failure is an answer.</summary>
    public async Task<GitResult> TryRunAsync(GitCall call, CancellationToken cancellationToken)
    {
        Boundaries.CallGit(call.Arguments[0]);
        using var output = new MemoryStream();
        var credential = call.Server is { } server ? credentials?.For(server) : null;
        var result = await processes.RunAsync(Command(call, credential, output), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return result switch
        {
            // An answer that was not read to its end must not pass for git's.
            { End: ProcessEnd.Exited, ExitCode: < 0 } => throw new GitException($"git {call.Arguments[0]} ended, and its output stayed open. A program that it started may hold it; end that one and try again."),
            { End: ProcessEnd.Exited, Output.OmittedBytes: 0 } => new GitResult(result.ExitCode, output.ToArray(), credential?.StrikeOut(result.Error.Tail) ?? result.Error.Tail),
            { End: ProcessEnd.Exited } => throw new GitException($"git {call.Arguments[0]} wrote more than {MaximumOutput} bytes."),
            { WasStarted: false } => throw new GitException($"git could not be started: {result.Problem} Aidp needs git {GitVersion.Minimum} or later in PATH."),
            _ => throw new GitException($"git {call.Arguments[0]} was ended after {result.Elapsed.TotalSeconds:0} s ({result.End}). Is the disk or a network file system hanging?"),
        };
    }

    /// <summary>Throws when git is missing or older than <see cref="GitVersion.Minimum"/>; asks once.</summary>
    public Task CheckVersionAsync()
    {
        lock (_lock)
        {
            return _version is null or { IsFaulted: true } ? _version = AskVersionAsync() : _version;
        }
    }

    /// <summary>What a failed call means, as an exception.</summary>
    public static GitException Failure(GitCall call, GitResult result) =>
        new($"git {call.Arguments[0]} failed (exit code {result.ExitCode}) in '{call.GitDirectory ?? call.WorkingDirectory}': {result.Error.Trim()}{Remedy(call, result)}");

    /// <summary>What helps when a server did not let this host in; empty when it did.</summary>
    public static string Remedy(GitCall call, GitResult result) =>
        call.Server is { } server && _refusals.Any(refusal => result.Error.Contains(refusal, StringComparison.Ordinal)) && Uri.TryCreate(server, UriKind.Absolute, out var url)
            ? $" A private repository needs a credential in the host's settings (git_credentials) for the server {url.Authority}: one whose token may read it, and write to it when the branch is to be pushed."
            : "";

    async Task AskVersionAsync() => GitVersion.Check((await RunAsync(new GitCall("version") { WorkingDirectory = "/" }, CancellationToken.None)).Text);

    ProcessCommand Command(GitCall call, GitCredential? credential, Stream output) => new()
    {
        Executable = "git",
        Arguments = GitContract.Arguments(call, credential),
        WorkingDirectory = call.WorkingDirectory,
        Environment = GitContract.Environment(call, time.GetUtcNow(), credential),
        Input = call switch
        {
            { Input: { } text } => StandardInput.Text(text),
            { InputFile: { } file } => StandardInput.File(file),
            _ => StandardInput.None,
        },
        Output = new OutputTarget { Destination = output, MaximumBytes = MaximumOutput, TailBytes = 0 },
        Error = new OutputTarget { TailBytes = 16 << 10 },
        Timeout = call.Timeout,
        Token = call.Token,
    };
}
