using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Buckets;

/// <summary>A bucket as it was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Record">Its record.</param>
/// <param name="Stamp">The record's stamp, which every write to the bucket requires.</param>
internal sealed record BucketState(string Name, BucketRecord Record, CommitStamp Stamp)
{
    public ulong Id => Record.Id;

    /// <summary>Whether it has or had versioning, so that its objects have version ids and noncurrent versions.</summary>
    public bool IsVersioned => Record.Versioning != BucketVersioning.Unversioned;

    public static async ValueTask<BucketState?> ReadAsync(IMetadataStore metadata, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        MetadataValue? value = await metadata.GetAsync(MetadataKeys.Bucket(name), cancellationToken).ConfigureAwait(false);
        return value is { } found ? new BucketState(name, BucketRecord.Decode(found.Value.Span), found.Stamp) : null;
    }

    /// <summary>
    /// Makes a transaction depend on the bucket as it is. If a delete is looking whether the bucket is empty, the transaction also takes
    /// its mark away, so that the delete looks again.
    /// </summary>
    public void Require(MetadataTransaction transaction)
    {
        ReadOnlyMemory<byte> key = MetadataKeys.Bucket(Name);
        transaction.RequireStamp(key, Stamp);
        if (Record.IsDeleting)
        {
            transaction.Put(key, (Record with { IsDeleting = false }).Encode());
        }
    }

    public BucketInfo ToInfo()
        => new() { Name = Name, CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(Record.CreatedMs), Versioning = Record.Versioning };
}
