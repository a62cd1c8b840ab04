using ObjectStore.Drives.Catalog;
using ObjectStore.Drives.Index;
using ObjectStore.Drives.Log;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Replica;

/// <summary>The metadata on a local drive: records in its log, state in its index.</summary>
internal sealed class DriveReplica(DriveCatalog catalog, LogCommitter committer, IDriveIndex index, DriveIo io, DriveHealth health, DriveSpace space) : IMetadataReplica
{
    /// <summary>The longest index key built on the stack.</summary>
    private const int MaxStackKey = 1200;

    public bool IsOnline => health.IsOnline;

    public bool HasRoom => space.HasRoom;

    public ReplicaPosition Applied => catalog.Read(static (replica, _) => replica.Applied, 0);

    public ReplicaPosition Logged => catalog.Read(static (replica, _) => replica.Logged, 0);

    public bool IsComplete => catalog.Read(static (replica, _) => replica.IsComplete, 0);

    public IReadOnlyList<MetadataRecord> Tail
        => catalog.Read(static (replica, _) => replica.Tail.Select(static entry => entry.Record).ToArray(), 0);

    public ValueTask<bool> AppendAsync(MetadataRecord record)
    {
        if (!IsOnline)
        {
            return ValueTask.FromResult(false);
        }

        if (!IsComplete)
        {
            throw new InvalidOperationException("An incomplete replica takes no records: a state has to be installed first.");
        }

        LogRecordBuffer buffer = MetadataEntry.Encode(record);
        var entry = new MetadataEntry(catalog.AppendMetadata(record), buffer);
        committer.Enqueue(entry);
        return new ValueTask<bool>(entry.Completion);
    }

    public bool Apply(ulong throughSequence)
    {
        if (!IsOnline)
        {
            return false;
        }

        try
        {
            catalog.ApplyMetadata(throughSequence);
            return true;
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e) || e is RecordFormatException)
        {
            health.Fail(e.Message, e);
            return false;
        }
    }

    public MetadataValue? Get(ReadOnlySpan<byte> key)
    {
        ThrowIfOffline();
        Span<byte> indexKey = key.Length < MaxStackKey ? stackalloc byte[1 + key.Length] : new byte[1 + key.Length];
        CatalogKeys.WriteMetadata(key, indexKey);
        try
        {
            return index.Get(indexKey) is byte[] value ? new MetadataValue(value.AsMemory(CommitStamp.Size), CommitStamp.Read(value)) : null;
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            throw Unavailable(e);
        }
    }

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse)
    {
        ThrowIfOffline();
        ReadOnlySpan<byte> end = to.IsEmpty ? CatalogKeys.AfterMetadata : CatalogKeys.OfMetadata(to.Span);
        try
        {
            return new ReplicaCursor(index.Scan(CatalogKeys.OfMetadata(from.Span), end, reverse), this);
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            throw Unavailable(e);
        }
    }

    public async ValueTask<bool> InstallAsync(ReplicaPosition position, IMetadataCursor state, CancellationToken cancellationToken)
    {
        if (await committer.FlushAsync().ConfigureAwait(false) == DriveStatus.Offline)
        {
            return false;
        }

        try
        {
            await io.RunAsync(catalog, static catalog => FlushAfter(catalog, catalog.DropMetadata), cancellationToken).ConfigureAwait(false);
            await InstallStateAsync(state, cancellationToken).ConfigureAwait(false);
            await io.RunAsync((catalog, position), static install => FlushAfter(install.catalog, () => install.catalog.CompleteMetadata(install.position)), cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            health.Fail(e.Message, e);
            return false;
        }
    }

    /// <summary>Fails the drive, and says so to a reader.</summary>
    public DriveUnavailableException Unavailable(Exception error)
    {
        health.Fail(error.Message, error);
        return new DriveUnavailableException(error.Message, error);
    }

    private static bool FlushAfter(DriveCatalog catalog, Action change)
    {
        change();
        catalog.Flush();
        return true;
    }

    private async ValueTask InstallStateAsync(IMetadataCursor state, CancellationToken cancellationToken)
    {
        using var writer = new StateWriter(index);
        while (await state.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            writer.Add(state.Key, state.Stamp, state.Value);
        }

        writer.Finish();
    }

    private void ThrowIfOffline()
    {
        if (!health.IsOnline)
        {
            throw new DriveUnavailableException(health.FailureReason ?? string.Empty);
        }
    }
}
