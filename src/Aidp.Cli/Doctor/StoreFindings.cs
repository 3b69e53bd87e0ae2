using Aidp.Cli.Client;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Store;

namespace Aidp.Cli.Doctor;

/// <summary>Looks at the store and at its host, which is not disturbed.</summary>
sealed class StoreFindings(StateFolder state, Terminal terminal)
{
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

    /// <summary>Whether the store is whole, of which version, and what an acknowledged step survives.</summary>
    public Finding Store(CancellationToken cancellation)
    {
        if (!File.Exists(state.StoreFile))
        {
            return Finding.Ok("store", $"not there yet; {Survives}");
        }

        try
        {
            var seen = StoreInspection.Look(state.StoreFile, cancellation);
            var version = seen.Version == seen.NewestVersion ? $"version {seen.Version}" : $"version {seen.Version} (the next host brings it to {seen.NewestVersion}, after a backup)";
            return Finding.Ok("store", $"intact, {version}, {seen.Bytes / 1024} KB, {seen.Instances} orchestrations ({seen.Unfinished} unfinished); {Survives}");
        }
        catch (StoreException e)
        {
            return Finding.Problem("store", e.Message);
        }
    }

    static string Survives => new EmbeddedEngineOptions().Durability == Durability.Full
        ? "every step is synced before it counts, and survives a power cut"
        : "a step survives the end of the process, but not always a power cut";
}
