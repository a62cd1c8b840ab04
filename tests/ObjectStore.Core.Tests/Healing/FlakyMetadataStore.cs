using ObjectStore.Metadata;

namespace ObjectStore.Core.Tests.Healing;

/// <summary>Metadata in memory that can be unavailable, and that tells of commits.</summary>
internal sealed class FlakyMetadataStore(uint epoch) : IMetadataStore
{
    private readonly MemoryMetadataStore _inner = new(epoch);

    public bool IsDown { get; set; }

    public int Commits { get; private set; }

    /// <summary>Called before a transaction is tried.</summary>
    public Action? Committing { get; set; }

    public uint Epoch => _inner.Epoch;

    public bool HasRoom => true;

    public MetadataAvailability Availability => IsDown ? new MetadataAvailability(false, false, "down") : MetadataAvailability.Full;

    public ValueTask<MetadataValue?> GetAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
        => IsDown ? throw new StorageException(StorageErrorCode.Unavailable, "down") : _inner.GetAsync(key, cancellationToken);

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse = false)
        => IsDown ? throw new StorageException(StorageErrorCode.Unavailable, "down") : _inner.Scan(from, to, reverse);

    public ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction, CancellationToken cancellationToken = default)
    {
        Action? committing = Committing;
        Committing = null;
        committing?.Invoke();
        Commits++;
        return IsDown ? ValueTask.FromResult(new CommitResult(CommitStatus.Unavailable, default)) : _inner.CommitAsync(transaction, cancellationToken);
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
