using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ObjectStore.Blobs;
using ObjectStore.Healing;

namespace ObjectStore.Core.Tests.Healing;

/// <summary>A catalog that is told what metadata names.</summary>
internal sealed class TestCatalog : IBlobCatalog
{
    private readonly ConcurrentDictionary<BlobId, (BlobRef Blob, BlobOwner Owner)> _named = new();

    /// <summary>Called with every question, before it is answered.</summary>
    public Action<BlobId>? Asked { get; set; }

    public void Name(BlobRef blob, BlobOwner owner) => _named[blob.Id] = (blob, owner);

    public void Drop(BlobId blob) => _named.TryRemove(blob, out _);

    /// <summary>What waits to be deleted.</summary>
    public HashSet<BlobId> Garbage { get; } = [];

    public ValueTask<IReadOnlySet<BlobId>> GetGarbageAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<IReadOnlySet<BlobId>>(Garbage);

    public ValueTask<bool> IsNamedAsync(BlobId blob, BlobOwner owner, CancellationToken cancellationToken = default)
    {
        bool named = _named.TryGetValue(blob, out (BlobRef Blob, BlobOwner Owner) entry) && entry.Owner.BucketId == owner.BucketId && entry.Owner.Key.Span.SequenceEqual(owner.Key.Span);
        Asked?.Invoke(blob);
        return ValueTask.FromResult(named);
    }

    public async IAsyncEnumerable<(BlobRef Blob, BlobOwner Owner)> ListBlobsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach ((BlobRef Blob, BlobOwner Owner) entry in _named.Values.OrderBy(entry => entry.Blob.Id).ToList())
        {
            await Task.Yield();
            yield return entry;
        }
    }
}
