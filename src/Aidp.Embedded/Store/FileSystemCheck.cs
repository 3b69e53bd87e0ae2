namespace Aidp.Embedded.Store;

/// <summary>Tells file systems that are on another machine: their locks and syncs cannot be relied on.</summary>
public static class FileSystemCheck
{
    /// <summary>As many links in a row as Linux follows.</summary>
    const int MostLinks = 40;

    /// <summary>Types, as Linux and .NET name them, that are remote or go through a remote host.</summary>
    static readonly HashSet<string> Remote = new(StringComparer.OrdinalIgnoreCase)
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.ceph", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs",
        "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb", "smb2", "smb3", "smbfs", "v9fs",
    };

    /// <summary>The type of the file system that holds a path, which need not exist, as the system names it: <c>ext4</c>, <c>apfs</c>, <c>nfs4</c>.</summary>
    public static string TypeOf(string path)
    {
        var real = Real(Path.GetFullPath(path));
        return OperatingSystem.IsLinux() && Find(File.ReadAllText("/proc/self/mountinfo"), real) is { } type ? type : new DriveInfo(Nearest(real)).DriveFormat;
    }

    /// <summary>Whether a file system of this type is on another machine.</summary>
    public static bool IsRemote(string type) => Remote.Contains(type);

    /// <summary>Refuses a store on a network file system.</summary>
    /// <exception cref="StoreException">It is on one.</exception>
    internal static void ThrowIfRemote(string storePath)
    {
        var type = TypeOf(storePath);
        if (IsRemote(type))
        {
            throw new StoreException($"The store '{storePath}' is on a network file system ({type}), where locks and syncs cannot be relied on. Choose a state folder on a local disk.");
        }
    }

    /// <summary>Where a path leads: a link may go to another file system.</summary>
    static string Real(string path, int depth = 0)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (depth < MostLinks && new FileInfo(real).LinkTarget is { } target)
            {
                real = Real(Path.GetFullPath(target, Path.GetDirectoryName(real)!), depth + 1);
            }
        }

        return real;
    }

    // The folder, or where it would be made.
    static string Nearest(string path)
    {
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } above)
        {
            path = above;
        }

        return path;
    }

    /// <summary>The type of the mount that holds a path, by the text of <c>/proc/self/mountinfo</c> (proc_pid_mountinfo(5)).</summary>
    internal static string? Find(string mounts, string path)
    {
        string? type = null;
        var longest = -1;
        foreach (var line in mounts.Split('\n'))
        {
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (dash < 5 || dash + 1 >= fields.Length)
            {
                continue;
            }

            var mount = fields[4].Replace("\\040", " ", StringComparison.Ordinal);
            var holds = mount == "/" || path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal);
            if (holds && mount.Length >= longest)
            {
                (longest, type) = (mount.Length, fields[dash + 1]);
            }
        }

        return type;
    }
}
