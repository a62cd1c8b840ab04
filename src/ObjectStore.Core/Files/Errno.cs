namespace ObjectStore.Files;

/// <summary>Error numbers of Linux that the calls here treat specially; those that callers may meet stand in <see cref="DriveIOException"/>.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    public const int NotDirectory = 20;
    public const int InvalidArgument = 22;
    public const int NoSuchCall = 38;
    public const int NotSupported = 95;
}
