using Microsoft.Extensions.Logging;

namespace ObjectStore.Metadata.Replication;

internal sealed partial class ReplicatedMetadataStore
{
    [LoggerMessage(1310, LogLevel.Warning, "The metadata has {Usable} usable replicas and needs {WriteQuorum} to be written: it serves reads only until more are attached.")]
    private partial void LogReadOnly(int usable, int writeQuorum);

    [LoggerMessage(1311, LogLevel.Warning, "Metadata replica {Slot} could not be caught up.")]
    private partial void LogCatchUpFailed(Exception exception, int slot);
}
