namespace Aidp.Embedded.Store;

/// <summary>A store cannot be opened, read or written; the message says why and what to do.</summary>
public sealed class StoreException(string message, Exception? cause = null) : Exception(message, cause);
