namespace ObjectStore.ErasureSets;

/// <summary>An open blob. For one caller at a time.</summary>
internal interface IBlobReader : IAsyncDisposable
{
    /// <summary>
    /// Fills a buffer from an offset on; the range must lie within the blob. Every byte is verified; damaged or missing shards are reconstructed and
    /// reported for healing. Sequential reads are served from read-ahead.
    /// </summary>
    /// <exception cref="StorageException">DataDamaged or Unavailable: fewer than k shards of a stripe are good.</exception>
    ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default);
}
