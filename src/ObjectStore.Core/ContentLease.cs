using System.Buffers;
using ObjectStore.Memory;

namespace ObjectStore;

/// <summary>
/// Verified bytes of an object in memory of the store's pool: what <see cref="ObjectReader.LeaseAsync"/> gives. Dispose it, once is enough, also if it was copied: until
/// then the memory is the caller's, whatever becomes of the reader and the store; after that the store fills it with other bytes, so no sequence, memory or span of it
/// may be used any more. A lease that is never disposed is left to the garbage collector. Any number of threads may read the bytes.
/// </summary>
public readonly struct ContentLease : IDisposable
{
    private readonly BufferChain _chain;

    internal ContentLease(BufferChain chain) => _chain = chain;

    /// <summary>The bytes, in order: in one segment for each MiB or so, and for each part of a multipart object.</summary>
    /// <exception cref="ObjectDisposedException">The lease is disposed.</exception>
    public ReadOnlySequence<byte> Content => _chain.Content;

    /// <summary>Gives the memory back. Further calls do nothing.</summary>
    public void Dispose() => _chain.Return();
}
