using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Aidp.Embedded.Tests.Disk;

/// <summary>SQLite's own access to files, with five of its functions replaced for the files of watched folders (https://www.sqlite.org/vfs.html).</summary>
/// <remarks>It is registered as the default for the process; files elsewhere are opened as ever and never pass through here again.</remarks>
static unsafe partial class RecordingVfs
{
    const int Ok = 0;
    const int SyncFailed = 10 | (4 << 8);
    const int Full = 13;

    static readonly ConcurrentDictionary<string, RecordedDisk> Disks = new(StringComparer.Ordinal);
    static readonly ConcurrentDictionary<nint, (RecordedDisk Disk, string Name, nint Methods)> Files = new();
    static readonly Vfs* Original = Register();

    /// <summary>Records what happens to the files of a folder, until the returned disk is disposed.</summary>
    public static RecordedDisk Watch(string folder)
    {
        RuntimeHelpers.RunClassConstructor(typeof(RecordingVfs).TypeHandle);
        var disk = new RecordedDisk(() => Disks.TryRemove(folder, out _));
        return Disks.TryAdd(folder, disk) ? disk : throw new InvalidOperationException($"{folder} is watched already.");
    }

    static Vfs* Register()
    {
        var original = Find(null);
        var vfs = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *vfs = *original;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8("recording");
        vfs->Open = &Open;
        vfs->Delete = &Delete;
        return RegisterVfs(vfs, 1) == Ok ? original : throw new InvalidOperationException("SQLite refused the VFS.");
    }

    [UnmanagedCallersOnly]
    static int Open(Vfs* vfs, byte* name, SqliteFile* file, int flags, int* outFlags)
    {
        var result = Original->Open(Original, name, file, flags, outFlags);
        var path = Marshal.PtrToStringUTF8((nint)name);
        if (result == Ok && path is not null && Disks.TryGetValue(Path.GetDirectoryName(path)!, out var disk))
        {
            var methods = (Methods*)NativeMemory.Alloc((nuint)sizeof(Methods));
            *methods = *file->Methods;
            methods->Close = &Close;
            methods->Write = &Write;
            methods->Truncate = &Truncate;
            methods->Sync = &Sync;
            Files[(nint)file] = (disk, Path.GetFileName(path), (nint)file->Methods);
            disk.Open(Path.GetFileName(path));
            file->Methods = methods;
        }

        return result;
    }

    [UnmanagedCallersOnly]
    static int Delete(Vfs* vfs, byte* name, int syncFolder)
    {
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        if (Disks.TryGetValue(Path.GetDirectoryName(path)!, out var disk))
        {
            disk.Delete(Path.GetFileName(path), syncFolder != 0);
        }

        return Original->Delete(Original, name, syncFolder);
    }

    [UnmanagedCallersOnly]
    static int Close(SqliteFile* file)
    {
        Files.TryRemove((nint)file, out var opened);
        NativeMemory.Free(file->Methods);
        file->Methods = (Methods*)opened.Methods;
        return file->Methods->Close(file);
    }

    [UnmanagedCallersOnly]
    static int Write(SqliteFile* file, byte* bytes, int count, long offset)
    {
        var (disk, name, methods) = Files[(nint)file];
        return disk.Write(name, offset, new ReadOnlySpan<byte>(bytes, count)) ? ((Methods*)methods)->Write(file, bytes, count, offset) : Full;
    }

    [UnmanagedCallersOnly]
    static int Truncate(SqliteFile* file, long size)
    {
        var (disk, name, methods) = Files[(nint)file];
        disk.Truncate(name, size);
        return ((Methods*)methods)->Truncate(file, size);
    }

    /// <summary>Nothing is really synced: what would be lost without it is up to the recorded disk.</summary>
    [UnmanagedCallersOnly]
    static int Sync(SqliteFile* file, int flags)
    {
        var (disk, name, _) = Files[(nint)file];
        return disk.Sync(name) ? Ok : SyncFailed;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial Vfs* Find(string? name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RegisterVfs(Vfs* vfs, int makeDefault);

    /// <summary>sqlite3_vfs; only what is replaced has a type.</summary>
    [StructLayout(LayoutKind.Sequential)]
    [SuppressMessage("Performance", "CA1823", Justification = "The layout is SQLite's.")]
    struct Vfs
    {
        public int Version;
        public int FileSize;
        public int MaxPath;
        public nint Next;
        public byte* Name;
        public nint Data;
        public delegate* unmanaged<Vfs*, byte*, SqliteFile*, int, int*, int> Open;
        public delegate* unmanaged<Vfs*, byte*, int, int> Delete;
        public Rest Others;

        [InlineArray(13)]
        public struct Rest
        {
            nint _first;
        }
    }

    /// <summary>sqlite3_file; what follows is the original's.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct SqliteFile
    {
        public Methods* Methods;
    }

    /// <summary>sqlite3_io_methods of version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Methods
    {
        public int Version;
        public delegate* unmanaged<SqliteFile*, int> Close;
        public nint Read;
        public delegate* unmanaged<SqliteFile*, byte*, int, long, int> Write;
        public delegate* unmanaged<SqliteFile*, long, int> Truncate;
        public delegate* unmanaged<SqliteFile*, int, int> Sync;
        public Rest Others;

        [InlineArray(13)]
        public struct Rest
        {
            nint _first;
        }
    }
}
