using System.Runtime.CompilerServices;
using System.Text;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Buckets;

/// <summary>Lists the buckets by name, a page of metadata at a time, so that a slow caller pins no state.</summary>
internal sealed class ListBucketsOperation(EngineContext context)
{
    private const int PageSize = 100;

    public async IAsyncEnumerable<BucketInfo> ExecuteAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> from = MetadataKeys.Buckets;
        while (true)
        {
            List<BucketInfo> page = await ReadPageAsync(from, cancellationToken).ConfigureAwait(false);
            foreach (BucketInfo bucket in page)
            {
                yield return bucket;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            // A NUL is the least that can follow a name.
            from = MetadataKeys.Bucket(page[^1].Name + "\0");
        }
    }

    private async ValueTask<List<BucketInfo>> ReadPageAsync(ReadOnlyMemory<byte> from, CancellationToken cancellationToken)
    {
        var page = new List<BucketInfo>();
        using IMetadataCursor cursor = context.Metadata.Scan(from, MetadataKeys.After(MetadataKeys.Buckets.Span));
        while (page.Count < PageSize && await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            string name = Encoding.UTF8.GetString(cursor.Key[MetadataKeys.Buckets.Length..]);
            page.Add(new BucketState(name, Decode(cursor.Value), cursor.Stamp).ToInfo());
        }

        return page;
    }

    /// <summary>An enumeration has no result that could carry the error.</summary>
    private static BucketRecord Decode(ReadOnlySpan<byte> value)
    {
        try
        {
            return BucketRecord.Decode(value);
        }
        catch (RecordFormatException exception)
        {
            throw new StorageException(StorageErrorCode.DataDamaged, exception.Message, exception);
        }
    }
}
