using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;

namespace ObjectStore.Healing;

internal sealed partial class HealEntryProcessor
{
    [LoggerMessage(1410, LogLevel.Information, "Blob {Blob} was healed: {Rebuilt} shards rebuilt, {Verified} verified.")]
    private partial void LogHealed(BlobId blob, int rebuilt, int verified);

    [LoggerMessage(1411, LogLevel.Error, "Blob {Blob} of bucket {BucketId} cannot be healed: too few good shards are left to restore {Missing} others. Nothing was deleted.")]
    private partial void LogUnrecoverable(BlobId blob, ulong bucketId, int missing);

    [LoggerMessage(1412, LogLevel.Warning, "The heal entry of blob {Blob} could not be worked off now: {Reason}")]
    private partial void LogEntryFailed(string blob, string reason);
}
