using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Buckets;

/// <summary>Creates a bucket under an id that no bucket had before.</summary>
internal sealed class CreateBucketOperation(EngineContext context)
{
    private static readonly ReadOnlyMemory<byte> LastIdKey = MetadataKeys.Config(CounterRecord.LastBucketIdName);

    public async ValueTask<StorageResult<BucketInfo>> ExecuteAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (BucketName.Check(name) is { } invalid)
        {
            return invalid;
        }

        while (true)
        {
            if (await BucketState.ReadAsync(context.Metadata, name, cancellationToken).ConfigureAwait(false) is { } existing)
            {
                return new StorageError(StorageErrorCode.BucketAlreadyExists, $"The bucket '{existing.Name}' exists already.");
            }

            MetadataValue? lastId = await context.Metadata.GetAsync(LastIdKey, cancellationToken).ConfigureAwait(false);
            ulong id = (lastId is { } counter ? CounterRecord.Decode(counter.Value.Span).Value : 0) + 1;
            var record = new BucketRecord { Id = id, CreatedMs = context.NowMs };
            var transaction = new EngineTransaction(id);
            transaction.Metadata.RequireUnchanged(LastIdKey, lastId);
            transaction.Metadata.RequireAbsent(MetadataKeys.Bucket(name));
            transaction.Metadata.Put(LastIdKey, new CounterRecord(id).Encode());
            transaction.Metadata.Put(MetadataKeys.Bucket(name), record.Encode());
            if (await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false) is { } stamp)
            {
                return new BucketState(name, record, stamp).ToInfo();
            }
        }
    }
}
