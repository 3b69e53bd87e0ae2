using System.Security.Cryptography;
using Aidp.Cli.State;

namespace Aidp.Cli.Hosting;

/// <summary>The key that allows everything: made once for each state folder, readable by its owner only.</summary>
static class FullKey
{
    const int Bytes = 32;

    /// <summary>Reads the key, or makes it.</summary>
    public static string Ensure(StateFolder state)
    {
        if (File.Exists(state.KeyFile) && File.ReadAllText(state.KeyFile).Trim() is { Length: Bytes * 2 } key)
        {
            File.SetUnixFileMode(state.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return key;
        }

        key = RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true);
        StateFolder.WriteOwnerOnly(state.KeyFile, key + "\n");
        return key;
    }
}
