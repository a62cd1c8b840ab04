using ObjectStore.Drives;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;

namespace ObjectStore.Runtime;

/// <summary>
/// Remembers, in the metadata, which drives are known to have every shard they should, so that work on one that was away or replaced is taken up
/// again after a restart. The record of a slot holds the id of its whole drive, or zeros while there is none: since the slot was seen empty, or
/// looking through its drive began; without one, a drive of the first formatting counts as whole. Thread-safe.
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

    /// <summary>Notes that a slot has no whole drive: whatever is in it or comes back to it has to be looked through.</summary>
    /// <exception cref="StorageException">The metadata cannot be written.</exception>
    public ValueTask RemoveAsync(DrivePlace place, CancellationToken cancellationToken) => PutAsync(place, Nobody, cancellationToken);

    /// <summary>Notes that a drive is whole; if another is at the place by now, that one is not.</summary>
    /// <exception cref="StorageException">The metadata cannot be written.</exception>
    public ValueTask AddAsync(DrivePlace place, DriveIdentity drive, CancellationToken cancellationToken)
        => PutAsync(place, drive.DriveId.ToByteArray(bigEndian: true), cancellationToken);

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
