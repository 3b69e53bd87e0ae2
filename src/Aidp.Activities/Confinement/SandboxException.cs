namespace Aidp.Activities.Confinement;

/// <summary>A sandbox is required and this machine cannot make one; the message says why and what helps.</summary>
sealed class SandboxException(string message) : Exception(message);
