using System.Diagnostics.CodeAnalysis;
using ObjectStore.Blobs;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives;

/// <summary>
/// One drive: holds shards, and perhaps a replica of the metadata. A local directory now, another machine's drive later. Thread-safe.
/// Once it fails (an fsync error, EIO, a vanished or foreign directory) every operation answers <see cref="DriveStatus.Offline"/> for good:
/// it comes back only by being opened anew.
/// </summary>
internal interface IDrive : IAsyncDisposable
{
    /// <summary>Which drive this is.</summary>
    DriveIdentity Identity { get; }

    /// <summary>Where it is, for messages.</summary>
    string Name { get; }

    /// <summary>Whether it has not failed.</summary>
    [MemberNotNullWhen(false, nameof(FailureReason))]
    bool IsOnline { get; }

    /// <summary>Why it failed.</summary>
    string? FailureReason { get; }

    /// <summary>Cancelled when the drive fails.</summary>
    CancellationToken Failed { get; }

    /// <summary>The metadata on this drive.</summary>
    IMetadataReplica Replica { get; }

    /// <summary>Size and free space in bytes; zeros while offline.</summary>
    (long TotalBytes, long FreeBytes) GetSpace();

    /// <summary>Looks whether the directory is still this drive's; if not, fails the drive.</summary>
    void CheckIdentity();

    /// <summary>
    /// Adds a whole shard of 1 to <see cref="ShardLayout.MaxLogShard"/> bytes to the log: buffered, and durable with the next flush or metadata
    /// record. The data may be reused when it returns. Only then do readers find it. Staging a shard that exists replaces it (healing).
    /// </summary>
    ValueTask<DriveStatus> StageShardAsync(ShardDescriptor descriptor, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>Completes when every shard staged before the call is durable.</summary>
    ValueTask<DriveStatus> FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Begins a shard of more than <see cref="ShardLayout.MaxLogShard"/> bytes. It is found under its key only after
    /// <see cref="IShardWriter.CompleteAsync"/>, and then replaces one that exists (healing).
    /// </summary>
    ValueTask<(DriveStatus Status, IShardWriter? Writer)> CreateShardAsync(ShardDescriptor descriptor, CancellationToken cancellationToken = default);

    /// <summary>Opens a shard for verified reading. It stays readable until the reader is disposed, even if it is deleted.</summary>
    ValueTask<(DriveStatus Status, IShardReader? Reader)> OpenShardAsync(ShardRef shard, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes shards; those that do not exist count as deleted. Not durable before <see cref="SettleAsync"/>: a deletion undone by a crash leaves garbage, never a loss.
    /// </summary>
    ValueTask<DriveStatus> DeleteShardsAsync(IReadOnlyList<ShardRef> shards, CancellationToken cancellationToken = default);

    /// <summary>Makes all that was done before the call durable, deletions too.</summary>
    ValueTask<DriveStatus> SettleAsync();

    /// <summary>Lists the complete shards of the blobs from <paramref name="from"/> up to, not including, <paramref name="to"/>, in no promised order.</summary>
    /// <exception cref="DriveUnavailableException">The drive failed.</exception>
    IAsyncEnumerable<ShardInfo> ListShardsAsync(BlobId from, BlobId to, CancellationToken cancellationToken = default);
}
