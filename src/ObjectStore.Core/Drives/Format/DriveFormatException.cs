namespace ObjectStore.Drives.Format;

/// <summary>A directory cannot be used as the drive it should be; the message says why, for people.</summary>
internal sealed class DriveFormatException(string message) : Exception(message);
