using Aidp.Cli.Client;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Store;

namespace Aidp.Cli.Doctor;

/// <summary>Looks at the store and at its host, which is not disturbed.</summary>
sealed class StoreFindings(StateFolder state, Terminal terminal)
{
    /// <summary>How long a store is read: nobody waits for a doctor for minutes.</summary>
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Who hosts the folder.</summary>
    public async Task<Finding> HostAsync(CancellationToken cancellation)
    {
        try
        {
            using var host = await new HostConnection(state, terminal).TryOpenAsync(cancellation);
            return Finding.Ok("host", host is null ? "none runs; the next verb that needs one starts it" : $"process {HostRecord.Read(state)?.ProcessId} answers");
        }
        catch (CommandException e)
        {
            return Finding.Problem("host", e.Message);
        }
    }

    /// <summary>Whether the store is whole, of which version, what an acknowledged step survives, and what in it somebody should know of.</summary>
    public IEnumerable<Finding> Store(CancellationToken cancellation)
    {
        if (!File.Exists(state.StoreFile))
        {
            return [Finding.Ok("store", $"not there yet; {Survives}")];
        }

        try
        {
            using var enough = new CancellationTokenSource(_patience, terminal.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
            var seen = StoreInspection.Look(state.StoreFile, either.Token);
            var version = seen.Version == seen.NewestVersion ? $"version {seen.Version}" : $"version {seen.Version} (the next host brings it to {seen.NewestVersion}, after a backup)";
            var intact = Finding.Ok("store", $"intact, {version}, {seen.Bytes / 1024} KB, {seen.Instances} orchestrations ({seen.Unfinished} unfinished); {Survives}");
            return [intact, .. Held(seen), .. Late(seen)];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [Finding.Ok("store", $"{new FileInfo(state.StoreFile).Length >> 20} MB: too large to be read whole in {_patience.TotalSeconds} seconds; what was read has no fault; {Survives}")];
        }
        catch (StoreException e)
        {
            return [Finding.Problem("store", e.Message)];
        }
    }

    static IEnumerable<Finding> Held(StoreInspection seen) => seen.Held.Select(held => Finding.Warning(
        "run",
        $"'{held.Id}' does not go on with this version of Aidp, and is kept as it is: {held.Reason}",
        "Start the version that began it once more to let it end, or cancel it."));

    static IEnumerable<Finding> Late(StoreInspection seen) => seen.Late.Count == 0
        ? []
        : [Finding.Ok("late answers", $"{seen.Late.Count} came too late and were rejected; the last one on {seen.Late[^1].At:u}, of '{seen.Late[^1].InstanceId}': {seen.Late[^1].Reason}")];

    static string Survives => new EmbeddedEngineOptions().Durability == Durability.Full
        ? "every step is synced before it counts, and survives a power cut"
        : "a step survives the end of the process, but not always a power cut";
}
