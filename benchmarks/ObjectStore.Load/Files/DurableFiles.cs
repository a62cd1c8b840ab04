using System.Runtime.InteropServices;
using ObjectStore.Load.Client;

namespace ObjectStore.Load.Files;

/// <summary>
/// The plain way to keep objects, to compare with: a file each, under a directory. A file is written under another name, synced and renamed, and its
/// directory synced, so that it survives a power cut whole. Thread-safe.
/// </summary>
internal sealed partial class DurableFiles(string directory)
{
    private const int OpenDirectory = 0x10000;

    private long _next;

    /// <summary>Writes a file; it is durable when this returns.</summary>
    public S3Response Put(string key, Payload payload)
    {
        try
        {
            string path = Path.Combine(directory, key);
            string parent = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
            string temporary = Path.Combine(directory, $"new-{Interlocked.Increment(ref _next)}");
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, preallocationSize: payload.Content.Length))
            {
                RandomAccess.Write(handle, payload.Content.Span, 0);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(temporary, path, overwrite: true);
            SyncDirectory(parent);
            return new S3Response(200, 0, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new S3Response(0, 0, exception.Message);
        }
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(string key) => File.Delete(Path.Combine(directory, key));

    private static void SyncDirectory(string path)
    {
        int descriptor = Open(path, OpenDirectory);
        int synced = descriptor < 0 ? -1 : Sync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            Close(descriptor);
        }

        if (synced != 0)
        {
            throw new IOException($"could not sync {path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
