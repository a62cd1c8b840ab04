using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>An open blob. <see cref="ReadAsync"/> is for one caller at a time; any number of other reads may run beside it. None may run when it is disposed.</summary>
internal interface IBlobReader : IAsyncDisposable
{
    /// <summary>
    /// Fills a buffer from an offset on; the range must lie within the blob. Every byte is verified; damaged or missing shards are reconstructed and
    /// reported for healing. Sequential reads are served from read-ahead.
    /// </summary>
    /// <exception cref="StorageException">DataDamaged or Unavailable: fewer than k shards of a stripe are good.</exception>
    ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReadAsync"/>, but reads the blocks of the range only and keeps nothing for later.</summary>
    ValueTask ReadAtAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="ReadAtAsync"/>, but gives the bytes in the buffer they were read to: the first ones of the range, at least one, at most a MiB or so.
    /// </summary>
    ValueTask<PooledSlice> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default);
}
