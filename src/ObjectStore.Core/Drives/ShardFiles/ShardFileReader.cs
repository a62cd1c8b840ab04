using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.Files;

namespace ObjectStore.Drives.ShardFiles;

/// <summary>An open shard file whose footer is verified. Its file stays open until the last read that runs has ended.</summary>
internal sealed class ShardFileReader(ShardFileStore store, IDriveFile file, ShardFileFooter footer, ShardKey key, long length) : IShardReader
{
    private ShardDescriptor? _descriptor;

    /// <summary>The reads that run, and one for not being disposed.</summary>
    private int _users = 1;
    private int _isDisposed;

    public ShardDescriptor Descriptor => _descriptor ??= ShardFooter.ReadDescriptor(footer.Bytes);

    public ErasureGeometry Geometry => ShardFooter.ReadGeometry(footer.Bytes);

    public long Length => length;

    public async ValueTask<DriveStatus> ReadBlocksAsync(int firstBlock, int blockCount, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        long offset = ShardBlocks.CheckRange(length, firstBlock, blockCount, destination.Length);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _users);
        try
        {
            return TryReadCached(destination.Span, offset)
                ? Verify(firstBlock, destination.Span)
                : await store.RunAsync((Reader: this, firstBlock, destination, offset), static read => read.Reader.Read(read.firstBlock, read.destination.Span, read.offset), cancellationToken)
                    .ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Leave();
        }
    }

    private bool TryReadCached(Span<byte> destination, long offset)
    {
        try
        {
            return store.IsOnline && file.TryReadCached(destination, offset) == destination.Length;
        }
        catch (DriveIOException)
        {
            // The read that may block meets the same error and judges it.
            return false;
        }
    }

    private DriveStatus Read(int firstBlock, Span<byte> destination, long offset)
        => file.Read(destination, offset) == destination.Length ? Verify(firstBlock, destination) : DriveStatus.Corrupt;

    private DriveStatus Verify(int firstBlock, ReadOnlySpan<byte> blocks)
        => ShardBlocks.Verify(key, firstBlock, blocks, footer.Bytes) ? DriveStatus.Ok : DriveStatus.Corrupt;

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            file.Dispose();
            footer.Dispose();
        }
    }
}
