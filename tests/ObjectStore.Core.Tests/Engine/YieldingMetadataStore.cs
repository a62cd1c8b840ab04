using ObjectStore.Metadata;

namespace ObjectStore.Core.Tests.Engine;

/// <summary>Gives other tasks a turn before every call, so that operations interleave.</summary>
internal sealed class YieldingMetadataStore(IMetadataStore inner) : IMetadataStore
{
    /// <summary>Called with every committed transaction, in the order of the commits.</summary>
    public Action<MetadataTransaction>? OnCommitted { get; set; }

    private readonly Lock _lock = new();

    public uint Epoch => inner.Epoch;

    public bool HasRoom => inner.HasRoom;

    public MetadataAvailability Availability => inner.Availability;

    public async ValueTask<MetadataValue?> GetAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return await inner.GetAsync(key, cancellationToken);
    }

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse = false) => inner.Scan(from, to, reverse);

    public async ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        lock (_lock)
        {
            // The store in memory commits before it returns.
            CommitResult result = inner.CommitAsync(transaction, cancellationToken).Result;
            if (result.Status == CommitStatus.Committed)
            {
                OnCommitted?.Invoke(transaction);
            }

            return result;
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
