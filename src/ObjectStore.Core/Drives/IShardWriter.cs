namespace ObjectStore.Drives;

/// <summary>A large shard being written. For one caller at a time. Disposing it before completion leaves nothing behind.</summary>
internal interface IShardWriter : IAsyncDisposable
{
    /// <summary>
    /// Adds whole blocks of <see cref="Blobs.ShardLayout.BlockSize"/> bytes; only the last call may end in a shorter block. The data may be reused
    /// when the task completes.
    /// </summary>
    ValueTask<DriveStatus> AppendAsync(ReadOnlyMemory<byte> blocks, CancellationToken cancellationToken = default);

    /// <summary>Writes hashes and description, and makes content and directory entry durable. On success the shard exists.</summary>
    ValueTask<DriveStatus> CompleteAsync(CancellationToken cancellationToken = default);
}
