namespace Aidp.Embedded.Dispatch;

/// <summary>What an acknowledged step has survived.</summary>
public enum Durability
{
    /// <summary>A power cut: the store is synced at every commit.</summary>
    Full,

    /// <summary>A crash of the process, but not always one of the machine: the store is synced at checkpoints.</summary>
    Normal,
}
