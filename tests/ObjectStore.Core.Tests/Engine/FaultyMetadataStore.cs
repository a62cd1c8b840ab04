using ObjectStore.Metadata;

namespace ObjectStore.Core.Tests.Engine;

/// <summary>Ends commits as a store that loses its quorum does.</summary>
internal sealed class FaultyMetadataStore(IMetadataStore inner) : IMetadataStore
{
    /// <summary>How the next commits end; <see cref="CommitStatus.Committed"/> for the inner store's way.</summary>
    public CommitStatus Outcome { get; set; }

    /// <summary>Whether an indeterminate commit is applied.</summary>
    public bool AppliesIndeterminate { get; set; }

    /// <summary>Reads throw Unavailable.</summary>
    public bool FailsReads { get; set; }

    public uint Epoch => inner.Epoch;

    public bool HasRoom => inner.HasRoom;

    public MetadataAvailability Availability => inner.Availability;

    public ValueTask<MetadataValue?> GetAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
        => FailsReads ? throw new StorageException(StorageErrorCode.Unavailable, "Reads fail.") : inner.GetAsync(key, cancellationToken);

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse = false) => inner.Scan(from, to, reverse);

    public async ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction, CancellationToken cancellationToken = default)
    {
        if (Outcome == CommitStatus.Committed || (Outcome == CommitStatus.Indeterminate && AppliesIndeterminate))
        {
            CommitResult result = await inner.CommitAsync(transaction, cancellationToken);
            return Outcome == CommitStatus.Committed ? result : new CommitResult(Outcome, default);
        }

        return new CommitResult(Outcome, default);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
