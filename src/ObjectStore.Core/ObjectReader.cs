using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore;

/// <summary>
/// An open object, range or part: a moment's version, readable to its end even if it is overwritten or deleted meanwhile. Dispose it:
/// until then its space cannot be freed. For one caller at a time, but for <see cref="ReadAtAsync"/> and <see cref="LeaseAsync"/>. Every byte given was verified against its block hash; damage within
/// parity is repaired on the way, damage beyond it ends in a <see cref="StorageException"/> with <see cref="StorageErrorCode.DataDamaged"/>.
/// </summary>
public abstract class ObjectReader : IAsyncDisposable
{
    private protected ObjectReader()
    {
    }

    /// <summary>The version that is read.</summary>
    public abstract ObjectInfo Info { get; }

    /// <summary>The place in the object of the first byte that is read.</summary>
    public abstract long Offset { get; }

    /// <summary>The number of bytes to read.</summary>
    public abstract long Length { get; }

    /// <summary>Writes the remaining content to a pipe, flushing as it goes; the pipe is not completed.</summary>
    public abstract ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken = default);

    /// <summary>Writes the remaining content to a stream, which stays open.</summary>
    public abstract ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken = default);

    /// <summary>Writes the remaining content to a buffer writer, which grows by <see cref="Length"/> bytes: for small objects.</summary>
    public abstract ValueTask CopyToAsync(IBufferWriter<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>Reads the next bytes into a buffer.</summary>
    /// <returns>The number of bytes read; 0 at the end.</returns>
    public abstract ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads bytes at any place of what was opened, whatever was read before; the next bytes of the other methods stay what they were. Reads and verifies only
    /// the blocks (64 KiB, aligned) that the bytes lie in; straight into <paramref name="destination"/> where it takes whole blocks. Thread-safe: any number of
    /// calls may run at a time, also beside another method; disposing waits for them.
    /// </summary>
    /// <param name="offset">The place of the first byte in the object, from <see cref="Offset"/> up to the end of what was opened.</param>
    /// <param name="destination">Takes the bytes; not to be touched until the task completes, also after cancellation.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The number of bytes read: fewer than asked for only at the end of what was opened, where it is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside what was opened.</exception>
    public abstract ValueTask<int> ReadAtAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default);

    /// <summary>
    /// As <see cref="ReadAtAsync"/>, but gives the bytes where they were read to, in memory of the store's pool: nothing is copied on the way to the caller, and nothing
    /// allocated while the pool has a buffer. The caller decides how much memory is on lease.
    /// </summary>
    /// <param name="offset">The place of the first byte in the object, from <see cref="Offset"/> up to the end of what was opened.</param>
    /// <param name="length">The number of bytes; fewer are given only at the end of what was opened.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The bytes, to dispose.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside what was opened, or the length is negative.</exception>
    public abstract ValueTask<ContentLease> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default);

    /// <summary>The remaining content as a forward-only stream, which disposes this reader when it is disposed.</summary>
    public abstract Stream AsStream();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
