using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore;

/// <summary>
/// An open object, range or part: a moment's version, readable to its end even if it is overwritten or deleted meanwhile. Dispose it:
/// until then its space cannot be freed. For one caller at a time. Every byte given was verified against its block hash; damage within
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

    /// <summary>The remaining content as a forward-only stream, which disposes this reader when it is disposed.</summary>
    public abstract Stream AsStream();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
