using System.Buffers;
using System.Collections.Concurrent;
using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Integrity;
using ObjectStore.Memory;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

/// <summary>Keeps blobs in memory. A read of a deleted blob throws, so that tests notice garbage collection under a reader.</summary>
internal sealed class MemoryBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<BlobId, Entry> _blobs = new();
    private long _counter;

    /// <summary>Blobs that are stored now.</summary>
    public IEnumerable<BlobId> Blobs => _blobs.Keys;

    public int Count => _blobs.Count;

    /// <summary>Writers that are open now.</summary>
    public int OpenWriters;

    /// <summary>Readers that are open now.</summary>
    public int OpenReaders;

    /// <summary>Readers that were opened so far.</summary>
    public int Opened;

    /// <summary>Where leases take their memory, so that a leak shows.</summary>
    public BufferPool Pool { get; } = new(1 << 20);

    /// <summary>The most bytes of a leased piece.</summary>
    public int MaxLease { get; set; } = 1 << 20;

    /// <summary>Leases wait for this.</summary>
    public TaskCompletionSource? ReadGate { get; set; }

    /// <summary>Writes fail with this.</summary>
    public StorageErrorCode FailWrites { get; set; }

    /// <summary>Opening fails with this.</summary>
    public StorageErrorCode FailReads { get; set; }

    /// <summary>New blobs ride with the commit, which the in-memory metadata store refuses.</summary>
    public bool Stages { get; set; }

    /// <summary>What new blobs lack.</summary>
    public uint MissingShards { get; set; }

    public BlobOwner OwnerOf(BlobId blob) => _blobs[blob].Owner;

    public IBlobWriter BeginWrite(BlobOwner owner, long? expectedLength, Md5Job? md5 = null)
    {
        Interlocked.Increment(ref OpenWriters);
        return new Writer(this, owner, md5);
    }

    public ValueTask<IBlobReader> OpenReadAsync(BlobRef blob, CancellationToken cancellationToken = default)
    {
        if (FailReads != StorageErrorCode.None)
        {
            throw new StorageException(FailReads, "Reads fail.");
        }

        Require(blob);
        Interlocked.Increment(ref OpenReaders);
        Interlocked.Increment(ref Opened);
        return ValueTask.FromResult<IBlobReader>(new Reader(this, blob));
    }

    public ValueTask<uint> DeleteAsync(BlobRef blob, CancellationToken cancellationToken = default)
    {
        _blobs.TryRemove(blob.Id, out _);
        return ValueTask.FromResult(0u);
    }

    private byte[] Require(BlobRef blob)
        => _blobs.TryGetValue(blob.Id, out Entry? entry) && entry.Content.Length == blob.Length
            ? entry.Content
            : throw new StorageException(StorageErrorCode.DataDamaged, $"The blob {blob.Id} is gone.");

    private sealed record Entry(byte[] Content, BlobOwner Owner);

    private sealed class Writer(MemoryBlobStore store, BlobOwner owner, Md5Job? md5) : IBlobWriter
    {
        private readonly ArrayBufferWriter<byte> _content = new();

        public ValueTask WriteAsync(ReadOnlySequence<byte> content, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (store.FailWrites != StorageErrorCode.None)
            {
                throw new StorageException(store.FailWrites, "Writes fail.");
            }

            foreach (ReadOnlyMemory<byte> segment in content)
            {
                _content.Write(segment.Span);
                md5?.Md5.Append(segment.Span);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<WrittenBlob> CompleteAsync(CancellationToken cancellationToken = default)
        {
            Assert.NotEqual(0, _content.WrittenCount);
            ulong counter = (ulong)Interlocked.Increment(ref store._counter);
            var blob = new BlobRef(BlobId.Create(1, counter, counter * 7919), _content.WrittenCount, 0, 2, 2);
            store._blobs[blob.Id] = new Entry(_content.WrittenSpan.ToArray(), owner);
            return ValueTask.FromResult<WrittenBlob>(new Written(blob, store.MissingShards, store.Stages));
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref store.OpenWriters);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Written(BlobRef blob, uint missing, bool isStaged) : WrittenBlob
    {
        public override BlobRef Ref => blob;

        public override uint MissingShards => missing;

        public override ShardRide? Ride { get; } = isStaged ? new ShardRide(0b1111, 0, 3, 2) : null;

        public override ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Reader(MemoryBlobStore store, BlobRef blob) : IBlobReader
    {
        public ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            store.Require(blob).AsMemory((int)offset, destination.Length).CopyTo(destination);
            return ValueTask.CompletedTask;
        }

        public ValueTask ReadAtAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
            => ReadAsync(offset, destination, cancellationToken);

        public async ValueTask<PooledSlice> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default)
        {
            int count = Math.Min(length, store.MaxLease);
            PooledBuffer buffer = store.Pool.Rent(count + 1);
            try
            {
                await (store.ReadGate?.Task ?? Task.CompletedTask);
                await ReadAsync(offset, buffer.Memory.Slice(1, count), cancellationToken);
                return new PooledSlice(buffer, 1, count);
            }
            catch
            {
                buffer.Dispose();
                throw;
            }
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref store.OpenReaders);
            return ValueTask.CompletedTask;
        }
    }
}
