using Microsoft.Extensions.Logging;

namespace ObjectStore.Metadata.Replication;

internal sealed partial class MetadataSequencer
{
    [LoggerMessage(1300, LogLevel.Information, "The metadata opened in epoch {Epoch} at sequence {Sequence} with {InSync} replicas in sync.")]
    private partial void LogOpened(uint epoch, ulong sequence, int inSync);

    [LoggerMessage(1301, LogLevel.Information, "Metadata replica {Slot} is in sync at sequence {Sequence}.")]
    private partial void LogJoined(int slot, ulong sequence);

    [LoggerMessage(1302, LogLevel.Warning, "Metadata replica {Slot} fell out of sync: {Reason}. In sync: {InSync}; needed to write: {WriteQuorum}.")]
    private partial void LogDropped(int slot, string reason, int inSync, int writeQuorum);
}
