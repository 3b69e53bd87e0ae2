namespace Aidp.Activities.Artifacts;

/// <summary>An artifact cannot be stored until a person makes room or raises a limit; the message says which, where and how.</summary>
public sealed class ArtifactStoreException(string message) : IOException(message);
