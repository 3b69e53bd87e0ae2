namespace Aidp.Embedded.Store;

/// <summary>An instance that the present program cannot go on with; it is kept as it is.</summary>
/// <param name="Key">The number of the instance.</param>
/// <param name="Id">The id.</param>
/// <param name="Reason">What the history says and what the code does now.</param>
sealed record HeldInstance(long Key, string Id, string Reason);
