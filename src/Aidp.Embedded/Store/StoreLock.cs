using System.Globalization;

namespace Aidp.Embedded.Store;

/// <summary>Says that this process owns a store: a locked file, which the system unlocks when the process ends in any way.</summary>
sealed class StoreLock : IDisposable
{
    readonly FileStream _file;

    StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a store.</summary>
    /// <exception cref="StoreException">Another process has it.</exception>
    public static StoreLock Take(string storePath)
    {
        var ownerPath = storePath + ".owner";
        FileStream file;
        try
        {
            file = new FileStream(storePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StoreException($"The store '{storePath}' is in use by {Owner(ownerPath)}. Stop that process, use it instead of starting another one, or choose another state folder.", e);
        }

        // A file of its own: the locked one cannot be read by others.
        File.WriteAllText(ownerPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new(file);
    }

    public void Dispose() => _file.Dispose();

    static string Owner(string path)
    {
        try
        {
            return $"process {File.ReadAllText(path)}";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
