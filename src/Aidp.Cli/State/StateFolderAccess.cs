namespace Aidp.Cli.State;

/// <summary>Keeps a state folder closed to others: it holds keys, prompts and copies of repositories.</summary>
static class StateFolderAccess
{
    /// <summary>What anybody but the owner may do.</summary>
    public const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Closes the folder when others can open it.</summary>
    /// <returns>Its mode until now; null when it was closed already.</returns>
    /// <exception cref="CommandException">It cannot be closed, or more than Aidp's state would be closed with it.</exception>
    public static string? Close(StateFolder state)
    {
        var mode = File.GetUnixFileMode(state.Path);
        if ((mode & Others) == 0)
        {
            return null;
        }

        try
        {
            // Its own mode first: that changes nothing, and tells whether it can be changed.
            File.SetUnixFileMode(state.Path, mode);
            if (mode.HasFlag(UnixFileMode.StickyBit) || HoldsOtherThings(state))
            {
                throw Refused(state, mode, "it holds other things than Aidp's state, so it is not closed to them here");
            }

            File.SetUnixFileMode(state.Path, mode & ~Others);
            return Octal(mode);
        }
        catch (UnauthorizedAccessException)
        {
            throw Refused(state, mode, "it belongs to somebody else");
        }
        catch (IOException e)
        {
            throw state.Unusable(e);
        }
    }

    /// <summary>A mode as <c>chmod</c> and <c>ls</c> know it, for example 755.</summary>
    public static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);

    // A volume that was just made for it may hold the folder of a file system's repair.
    static bool HoldsOtherThings(StateFolder state) =>
        !File.Exists(state.LockFile) && !File.Exists(state.StoreFile) && Directory.EnumerateFileSystemEntries(state.Path).Any(entry => Path.GetFileName(entry) is not ("lost+found" or "consents"));

    static CommandException Refused(StateFolder state, UnixFileMode mode, string why) => new(
        ExitCodes.Usage,
        $"Others can open {state.Path} (mode {Octal(mode)}), and {why}: keys, prompts and copies of repositories would lie open there. Give a folder of its own, for example --state {Path.Combine(state.Path, "aidp")}");
}
