using ObjectStore.Drives.Index;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>An index that a crashed drive loses its hold on, so that closing what is left of that drive touches nothing.</summary>
internal sealed class DetachableIndex(MemoryIndex inner) : IDriveIndex
{
    private volatile bool _isDetached;

    /// <summary>Whether the next write fails.</summary>
    public bool FailsNext { get; set; }

    public void Detach() => _isDetached = true;

    public IIndexBatch CreateBatch() => inner.CreateBatch();

    public void Write(IIndexBatch batch)
    {
        if (FailsNext)
        {
            FailsNext = false;
            throw new ObjectStore.Files.DriveIOException("write", "index", ObjectStore.Files.DriveIOException.IOError);
        }

        Use().Write(batch);
    }

    public byte[]? Get(ReadOnlySpan<byte> key) => Use().Get(key);

    public int Get(ReadOnlySpan<byte> key, Span<byte> destination) => Use().Get(key, destination);

    public IIndexCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool reverse = false) => Use().Scan(from, to, reverse);

    public void Flush() => Use().Flush();

    public void Dispose()
    {
        if (!_isDetached)
        {
            inner.Dispose();
        }
    }

    private MemoryIndex Use() => _isDetached ? throw new ObjectStore.Files.DriveIOException("use", "detached index", ObjectStore.Files.DriveIOException.IOError) : inner;
}
