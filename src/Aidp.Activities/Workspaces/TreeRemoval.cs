using Aidp.Activities.Processes;

namespace Aidp.Activities.Workspaces;

/// <summary>Removes files that an agent may have made hard to remove. Never follows a link.</summary>
static class TreeRemoval
{
    const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    static readonly EnumerationOptions _everything = new() { IgnoreInaccessible = false, AttributesToSkip = 0, RecurseSubdirectories = false };

    /// <summary>Removes a file, a link or a folder with all that is in it; nothing there is no error.</summary>
    public static async Task RemoveAsync(string path, ProcessRunner processes, CancellationToken cancellationToken)
    {
        var entry = new FileInfo(path);
        if (entry.LinkTarget is not null || entry.Exists)
        {
            File.Delete(path);
        }
        else if (Directory.Exists(path))
        {
            await RemoveFolderAsync(path, processes, cancellationToken);
        }
    }

    /// <summary>Lets the owner read and enter every folder and read every file, except for those whose names are not UTF-8: they cannot be named here.</summary>
    public static void MakeAccessible(string folder)
    {
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (pending.TryPop(out var next))
        {
            if (!next.Exists)
            {
                continue;
            }

            next.UnixFileMode |= OwnerAll;
            foreach (var entry in next.EnumerateFileSystemInfos("*", _everything))
            {
                if (entry.LinkTarget is not null)
                {
                    continue;
                }

                if (entry is DirectoryInfo subfolder)
                {
                    pending.Push(subfolder);
                }
                else if (entry.Exists)
                {
                    entry.UnixFileMode |= UnixFileMode.UserRead;
                }
            }
        }
    }

    static async Task RemoveFolderAsync(string path, ProcessRunner processes, CancellationToken cancellationToken)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            MakeAccessible(path);
            // Names that are not UTF-8 cannot be named here; rm can.
            var result = await processes.RunAsync(
                new ProcessCommand
                {
                    Executable = "/bin/rm",
                    Arguments = ["-rf", "--", path],
                    WorkingDirectory = "/",
                    Environment = ProcessEnvironment.Create(),
                    Timeout = TimeSpan.FromMinutes(10),
                },
                cancellationToken);
            if (!result.IsSuccess)
            {
                throw new IOException($"'{path}' could not be removed: {result.Error.Tail.Trim()} Remove it by hand; nothing in it is needed.", refused);
            }
        }
    }
}
