using System.Text;
using Aidp.Activities.Configuration;
using Aidp.Cli.Terminals;
using Aidp.Embedded.Store;
using Aidp.Functions.Keys;

namespace Aidp.Cli.State;

/// <summary>The folder in which one host keeps everything that must survive: store, repositories, worktrees, artifacts, keys.</summary>
sealed record StateFolder(string Path)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Held by the host that owns the folder.</summary>
    public string LockFile => In("host.lock");

    /// <summary>Says how the host that owns the folder is reached.</summary>
    public string HostFile => In("host.json");

    /// <summary>The full key for requests over TCP.</summary>
    public string KeyFile => In("host.key");

    /// <summary>The hashes of the other keys.</summary>
    public string KeysFile => In(KeyOptions.FileName);

    /// <summary>What a host in the background has to say.</summary>
    public string LogFile => In("host.log");

    /// <summary>The durable store.</summary>
    public string StoreFile => In("store.db");

    /// <summary>Finds the folder: <c>--state</c>, else <c>AIDP_STATE</c>, else <c>state</c> in the user's file, else the XDG state folder.</summary>
    /// <remarks>https://specifications.freedesktop.org/basedir-spec: a relative <c>XDG_STATE_HOME</c> is ignored.</remarks>
    public static StateFolder Find(string? option, Terminal terminal)
    {
        var asked = NotEmpty(option) ?? NotEmpty(terminal.Environment("AIDP_STATE")) ?? OfUserFile(terminal);
        if (asked is not null)
        {
            return new(System.IO.Path.GetFullPath(asked, terminal.WorkingDirectory));
        }

        var xdg = NotEmpty(terminal.Environment("XDG_STATE_HOME"));
        if (xdg is not null && System.IO.Path.IsPathRooted(xdg))
        {
            return new(System.IO.Path.Combine(xdg, "aidp"));
        }

        var home = NotEmpty(terminal.Environment("HOME"))
            ?? throw new CommandException(ExitCodes.Usage, "There is no place for Aidp's state: HOME is not set. Give one with --state DIR or AIDP_STATE.");
        return new(System.IO.Path.Combine(home, ".local", "state", "aidp"));
    }

    /// <summary>Makes the folder when it is not there, and sees to it that only its owner can open it.</summary>
    /// <exception cref="CommandException">It cannot hold state; the message says why and what helps.</exception>
    public StateFolder Ensure(Terminal terminal)
    {
        if (FileSystemCheck.TypeOf(Path) is var type && FileSystemCheck.IsRemote(type))
        {
            throw new CommandException(ExitCodes.Usage, $"The state folder {Path} is on a network file system ({type}), where locks and syncs cannot be relied on. Give a folder on a local disk with --state DIR or AIDP_STATE.");
        }

        try
        {
            CreateOwnerOnly(Path);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw Unusable(e, "made");
        }

        if (StateFolderAccess.Close(this) is { } mode)
        {
            terminal.Error.WriteLine($"note: Others could open the state folder {Path} (mode {mode}), which holds keys, prompts and copies of repositories. Now only you can.");
        }

        return this;
    }

    /// <summary>Says that the folder cannot be used as it is needed, why, and what helps.</summary>
    /// <param name="fault">What came of using it.</param>
    /// <param name="need">What it cannot be.</param>
    public CommandException Unusable(Exception fault, string need = "written")
    {
        var remedy = FileFault.Remedy(fault);
        return new(
            remedy is null ? ExitCodes.Usage : ExitCodes.Failed,
            $"The state folder {Path} cannot be {need}: {FileFault.Cause(fault)} {remedy ?? "Give another one with --state DIR or AIDP_STATE."}",
            fault);
    }

    /// <summary>Makes a folder that only its owner can open.</summary>
    public static void CreateOwnerOnly(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    /// <summary>Writes a file that only its owner can read, whole or not at all.</summary>
    public static void WriteOwnerOnly(string path, string text)
    {
        var draft = $"{path}.{System.Environment.ProcessId}.new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            BufferSize = 0,
        };
        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    static string? OfUserFile(Terminal terminal) =>
        File.Exists(ConfigurationFiles.OfUser(terminal.Variables)) ? NotEmpty(ConfigurationLoader.Load(new() { Environment = terminal.Variables }).Host.State) : null;

    string In(string name) => System.IO.Path.Combine(Path, name);

    static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
