namespace ObjectStore.Metadata;

/// <summary>
/// An ordered, transactional key-value store: everything visible is in it. Keys are ordered by their unsigned bytes. Thread-safe.
/// Engine operations read, decide, commit with conditions on the stamps they read, and start over on <see cref="CommitStatus.Conflict"/>.
/// </summary>
/// <remarks>
/// A read sees every transaction whose commit was acknowledged before the read began, and never one that might still vanish.
/// Reads throw <see cref="StorageException"/> with <see cref="StorageErrorCode.Unavailable"/> when no replica can serve them.
/// </remarks>
internal interface IMetadataStore : IAsyncDisposable
{
    /// <summary>Gives the value of a key, or null.</summary>
    ValueTask<MetadataValue?> GetAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a cursor before the first key at or after <paramref name="from"/> and before <paramref name="to"/> (empty: no bound); with
    /// <paramref name="reverse"/>, from the last such key downwards. The cursor sees one moment's state. Dispose it soon: it pins that state.
    /// </summary>
    IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse = false);

    /// <summary>Applies a transaction whole or not at all, if its conditions hold.</summary>
    ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>The epoch of this opening: larger than that of any before.</summary>
    uint Epoch { get; }

    /// <summary>Whether commits can succeed now, and if not, why.</summary>
    MetadataAvailability Availability { get; }

    /// <summary>
    /// Whether there is room for more: else only what makes room may be committed, out of the drives' reserves. The callers see to that.
    /// </summary>
    bool HasRoom { get; }
}
