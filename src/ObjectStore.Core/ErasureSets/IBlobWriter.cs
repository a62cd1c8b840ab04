using System.Buffers;

namespace ObjectStore.ErasureSets;

/// <summary>A blob being written. For one caller at a time. Disposing it before completion leaves nothing behind, at the latest after the next start.</summary>
internal interface IBlobWriter : IAsyncDisposable
{
    /// <summary>Adds content. Throws <see cref="StorageException"/> with Unavailable or StorageFull when too few drives are left to write to.</summary>
    ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the blob, of which at least one byte was written: its shards are durable on the write quorum, or staged so that they can ride with the metadata commit.
    /// Throws as <see cref="WriteAsync"/>.
    /// </summary>
    ValueTask<WrittenBlob> CompleteAsync(CancellationToken cancellationToken = default);
}
