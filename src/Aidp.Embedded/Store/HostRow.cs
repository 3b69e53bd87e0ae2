namespace Aidp.Embedded.Store;

/// <summary>What a store says about itself and its hosts.</summary>
/// <param name="Epoch">Grows with every engine that opens the store.</param>
/// <param name="IsClean">Whether the last engine closed the store in order.</param>
/// <param name="Identity">Tells this store from others.</param>
/// <param name="Commits">Commits ever made.</param>
/// <param name="Program">The program that ran the orchestrations last; null when none has said so.</param>
/// <param name="VerifiedAt">When all of the file was last verified, in UTC; null when it never was.</param>
sealed record HostRow(long Epoch, bool IsClean, long Identity, long Commits, string? Program, DateTime? VerifiedAt)
{
    /// <summary>The columns, in the order in which <see cref="SqliteRows.Host"/> reads them.</summary>
    public const string Columns = "epoch, clean, identity, commits, program, verified, crc";
}
