using System.Text;
using Aidp.Cli.State;

namespace Aidp.Cli.Verbs;

/// <summary>The new file for a key, made before the key is: one that is made and cannot be kept would be good for whoever finds out, and for nobody else.</summary>
sealed class KeyFile : IDisposable
{
    readonly FileStream _file;
    bool _isWritten;

    KeyFile(FileStream file) => _file = file;

    /// <summary>Makes the file, readable by its owner only.</summary>
    /// <exception cref="CommandException">It is there already, or cannot be made.</exception>
    public static KeyFile Create(string path)
    {
        try
        {
            return new(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                BufferSize = 0,
            }));
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw Path.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path))
                ? new CommandException(ExitCodes.Usage, $"--out names a new file in a folder that is there, and {path} is not. No key was made.", e)
                : new CommandException(ExitCodes.Usage, $"{path} cannot be made: {FileFault.Cause(e)} No key was made. {FileFault.Remedy(e) ?? "Give a file in a folder that you can write."}", e);
        }
    }

    /// <summary>Writes the key.</summary>
    /// <exception cref="IOException">It could not be written, for example because the disk is full.</exception>
    public void Write(string key)
    {
        _file.Write(Encoding.UTF8.GetBytes(key + "\n"));
        _file.Flush(flushToDisk: true);
        _isWritten = true;
    }

    /// <summary>Closes the file; one that holds no key is removed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isWritten)
        {
            File.Delete(_file.Name);
        }
    }
}
