using ObjectStore.ErasureSets;
using ObjectStore.Metadata;

namespace ObjectStore.Runtime;

/// <summary>
/// Remembers, in the metadata, which drives are known to have every shard they should, so that work on one that was away or replaced is taken up
/// again after a restart. The record of a slot holds the id of its whole drive, or zeros since the slot was seen empty; without one, a drive of the
/// first formatting counts as whole. Thread-safe.
/// </summary>
internal sealed class WholeDrives(IMetadataStore metadata)
{
    private static readonly byte[] Nobody = Guid.Empty.ToByteArray(bigEndian: true);

    /// <summary>Whether the drive at a place has missed nothing.</summary>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public async ValueTask<bool> ContainsAsync(DrivePlace place, CancellationToken cancellationToken)
    {
        MetadataValue? record = await metadata.GetAsync(KeyOf(place.Slot), cancellationToken).ConfigureAwait(false);
        return place.Format is { } format
            && (record is { } value ? value.Value.Span.SequenceEqual(format.DriveId.ToByteArray(bigEndian: true)) : !format.Joined);
    }

    /// <summary>Notes that a slot is empty: whatever comes back to it has to be looked through.</summary>
    /// <exception cref="StorageException">The metadata cannot be written.</exception>
    public ValueTask RemoveAsync(DrivePlace place, CancellationToken cancellationToken) => PutAsync(place, Nobody, cancellationToken);

    /// <summary>Notes that the drive at a place is whole.</summary>
    /// <exception cref="StorageException">The metadata cannot be written.</exception>
    public ValueTask AddAsync(DrivePlace place, CancellationToken cancellationToken)
        => place.Format is { } format ? PutAsync(place, format.DriveId.ToByteArray(bigEndian: true), cancellationToken) : ValueTask.CompletedTask;

    private async ValueTask PutAsync(DrivePlace place, byte[] value, CancellationToken cancellationToken)
    {
        var transaction = new MetadataTransaction();
        transaction.Put(KeyOf(place.Slot), value);
        CommitResult result = await metadata.CommitAsync(transaction, cancellationToken).ConfigureAwait(false);
        if (result.Status != CommitStatus.Committed)
        {
            throw new StorageException(StorageErrorCode.Unavailable, $"The state of the drive '{place.Path}' could not be noted.");
        }
    }

    private static ReadOnlyMemory<byte> KeyOf(DriveSlot slot)
        => MetadataKeys.Config(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"whole-drive/{slot.Set}/{slot.Index}"));
}
