namespace Aidp.Activities.Git;

/// <summary>git is missing, too old, or refused what it should have done.</summary>
public sealed class GitException(string message) : Exception(message);
