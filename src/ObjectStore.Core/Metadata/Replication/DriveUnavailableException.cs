namespace ObjectStore.Metadata.Replication;

/// <summary>The drive under a replica failed while it was read: another replica must answer.</summary>
internal sealed class DriveUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
