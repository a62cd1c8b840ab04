using System.Runtime.InteropServices;
using ObjectStore.Files;

namespace ObjectStore.Drives.Index;

/// <summary>Turns the library's error messages into exceptions.</summary>
internal static unsafe class RocksDbError
{
    /// <summary>Does nothing for null; otherwise frees the message and throws.</summary>
    public static void ThrowIfSet(byte* message, string operation, string path)
    {
        if (message != null)
        {
            throw Take(message, operation, path);
        }
    }

    private static DriveIOException Take(byte* message, string operation, string path)
    {
        string text = Marshal.PtrToStringUTF8((nint)message)!;
        RocksDbNative.Free(message);
        return new DriveIOException(operation, path, ErrnoOf(text), text);
    }

    /// <summary>The library hands on the words of the C library only, not the number.</summary>
    private static int ErrnoOf(string text)
    {
        if (text.Contains("No space left", StringComparison.OrdinalIgnoreCase))
        {
            return DriveIOException.NoSpace;
        }

        return text.Contains("quota exceeded", StringComparison.OrdinalIgnoreCase) ? DriveIOException.QuotaExceeded : DriveIOException.IOError;
    }
}
