namespace ObjectStore.ErasureSets;

/// <summary>An open blob. <see cref="ReadAsync"/> is for one caller at a time; all else but disposing may run at the same time.</summary>
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

    /// <summary>As <see cref="ReadAtAsync"/>, but adds the bytes to a lease, in the buffers they were read to.</summary>
    ValueTask LeaseAsync(long offset, int length, ContentLease lease, CancellationToken cancellationToken = default);
}
