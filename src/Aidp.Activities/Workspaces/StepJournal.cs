using System.Text.Json;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Workspaces;

/// <summary>What is known of one step that runs a program: that it was started, and then what came of it. A finished call is never repeated because of this.</summary>
sealed class StepJournal(string folder, TimeProvider time)
{
    string Started => Path.Combine(folder, "started.json");

    string Outcome => Path.Combine(folder, "outcome.json");

    /// <summary>The newest attempt, or null when there was none.</summary>
    public Task<StepAttempt?> ReadAttemptAsync(CancellationToken cancellationToken) => ReadAsync<StepAttempt>(Started, cancellationToken);

    /// <summary>Records that an attempt starts, before its program does anything.</summary>
    public async Task BeginAttemptAsync(StepAttempt attempt, CancellationToken cancellationToken)
    {
        Boundaries.Reach("step.started.before");
        await WriteAsync(Started, attempt, cancellationToken);
        Boundaries.Reach("step.started.after");
    }

    /// <summary>What came of the step, or null when no attempt got so far.</summary>
    public Task<T?> ReadOutcomeAsync<T>(CancellationToken cancellationToken) where T : class => ReadAsync<T>(Outcome, cancellationToken);

    /// <summary>Records what came of the step: small, large text belongs into an artifact.</summary>
    public async Task RecordOutcomeAsync<T>(T outcome, CancellationToken cancellationToken) where T : class
    {
        Boundaries.Reach("step.outcome.before");
        await WriteAsync(Outcome, outcome, cancellationToken);
        Boundaries.Reach("step.outcome.after");
    }

    /// <summary>Ends what an attempt whose host died has left running; returns how many processes that were.</summary>
    public async Task<int> EndLeftoversAsync(CancellationToken cancellationToken) =>
        await ReadAttemptAsync(cancellationToken) is { } attempt ? await ProcessTree.EndAsync(attempt.Token, time) : 0;

    static async Task<T?> ReadAsync<T>(string path, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await DurableFile.ReadAsync(path, cancellationToken) is { } bytes ? JsonSerializer.Deserialize<T>(bytes) : null;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"'{path}' is damaged: {damaged.Message} It is written whole or not at all, so the disk or a program has changed it. Remove it to run the step again.", damaged);
        }
    }

    static Task WriteAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return DurableFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(value), cancellationToken);
    }
}

/// <summary>One attempt to run a step's program.</summary>
/// <param name="Attempt">Counts from 1.</param>
/// <param name="Token">Marks everything that the attempt starts (<see cref="ProcessTree"/>).</param>
/// <param name="Process">The supervisor; it can be told from a later process of the same number, also after a restart of the machine.</param>
/// <param name="StartedAt">When, by the wall clock.</param>
sealed record StepAttempt(int Attempt, string Token, ProcessIdentity Process, DateTimeOffset StartedAt);
