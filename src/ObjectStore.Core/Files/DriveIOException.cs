namespace ObjectStore.Files;

/// <summary>A file operation failed.</summary>
internal sealed class DriveIOException : IOException
{
    public const int NoEntry = 2;
    public const int IOError = 5;
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int QuotaExceeded = 122;

    public DriveIOException(string operation, string path, int errno)
        : base($"{operation} of '{path}' failed: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).")
        => Errno = errno;

    /// <summary>A failure of a library that names no error number: the nearest one, and the library's own words.</summary>
    public DriveIOException(string operation, string path, int errno, string detail)
        : base($"{operation} of '{path}' failed: {detail} (errno {errno}).")
        => Errno = errno;

    /// <summary>The error number of Linux.</summary>
    public int Errno { get; }

    /// <summary>Whether the drive is full, which is no fault of it.</summary>
    public bool IsFull => Errno is NoSpace or QuotaExceeded;
}
