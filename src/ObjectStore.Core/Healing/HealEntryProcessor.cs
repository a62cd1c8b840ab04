using System.Numerics;
using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using ObjectStore.Scheduling;

namespace ObjectStore.Healing;

/// <summary>Works off single entries of the heal queue, and remembers those that cannot be healed for now. Thread-safe.</summary>
internal sealed partial class HealEntryProcessor(
    IReadOnlyList<ErasureSet> sets, IMetadataStore metadata, HealQueue queue, BlobHealer healer, StoreEnvironment environment)
{
    private const int MaxSetAside = 4096;

    private readonly ILogger _logger = environment.LoggerFactory.CreateLogger<HealEntryProcessor>();
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobId, uint> _setAside = [];
    private long _healedShards;
    private long _healedBytes;
    private long _failures;

    /// <summary>The counters, without the length of the queue.</summary>
    public HealStatus Status => new(0, Interlocked.Read(ref _healedShards), Interlocked.Read(ref _healedBytes), Interlocked.Read(ref _failures));

    /// <summary>Forgets what could not be healed, so that it is tried again.</summary>
    public void Reconsider()
    {
        lock (_lock)
        {
            _setAside.Clear();
        }
    }

    /// <summary>Heals the blob of an entry; gives whether the entry is gone.</summary>
    public async ValueTask<bool> ProcessAsync(HealEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            HealRecord record = HealRecord.Decode(entry.Value.Span);
            HealResult result;
            if (!IsHopeless(record))
            {
                result = await healer.HealAsync(record.Blob, record.Owner, record.BadShards, cancellationToken).ConfigureAwait(false);
                Count(record, result);
            }
            else if (!IsSetAside(record.Blob) || await healer.IsNamedAsync(record.Blob, record.Owner, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
            else
            {
                // It was being deleted when nothing was found of it.
                result = new HealResult(HealOutcome.NotNamed, 0, 0, 0, 0);
            }

            return await SettleAsync(entry, record, result, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StorageException or RecordFormatException)
        {
            Interlocked.Increment(ref _failures);
            LogEntryFailed(Convert.ToHexStringLower(entry.Key.Span[1..]), e.Message);
            return false;
        }
    }

    /// <summary>
    /// Whether nothing can have changed since the last attempt: all drives with bad shards are away, or the blob was found unrecoverable from the
    /// drives now there.
    /// </summary>
    private bool IsHopeless(HealRecord record)
    {
        if (record.Blob.Set >= sets.Count)
        {
            return true;
        }

        return IsSetAside(record.Blob) || (record.BadShards != 0 && (record.BadShards & OnlineShards(record.Blob)) == 0);
    }

    private bool IsSetAside(BlobRef blob)
    {
        uint online = OnlineShards(blob);
        lock (_lock)
        {
            return _setAside.TryGetValue(blob.Id, out uint then) && then == online;
        }
    }

    private uint OnlineShards(BlobRef blob)
    {
        ErasureSet set = sets[blob.Set];
        uint online = 0;
        for (int shard = 0; shard < Math.Min(blob.DataShards + blob.ParityShards, set.Slots.Count); shard++)
        {
            online |= set.SlotOf(blob.Id, shard).OnlineDrive is null ? 0 : 1u << shard;
        }

        return online;
    }

    private void Count(HealRecord record, HealResult result)
    {
        Interlocked.Add(ref _healedShards, BitOperations.PopCount(result.Rebuilt));
        Interlocked.Add(ref _healedBytes, result.BytesWritten);
        if (result.Rebuilt != 0)
        {
            LogHealed(record.Blob.Id, BitOperations.PopCount(result.Rebuilt), BitOperations.PopCount(result.Verified));
        }

        if (result.Outcome == HealOutcome.Unrecoverable)
        {
            Interlocked.Increment(ref _failures);
            LogUnrecoverable(record.Blob.Id, record.Owner.BucketId, BitOperations.PopCount(result.Remaining));
            SetAside(record.Blob);
        }
    }

    private void SetAside(BlobRef blob)
    {
        uint online = OnlineShards(blob);
        lock (_lock)
        {
            if (_setAside.Count == MaxSetAside)
            {
                // Only spares attempts that lead nowhere.
                _setAside.Clear();
            }

            _setAside[blob.Id] = online;
        }
    }

    /// <summary>
    /// Removes the entry if nothing is left to do, or has it name what is; gives whether it is gone. An entry that changed meanwhile is left for the
    /// next round.
    /// </summary>
    private async ValueTask<bool> SettleAsync(HealEntry entry, HealRecord record, HealResult result, CancellationToken cancellationToken)
    {
        bool done = result.Outcome is HealOutcome.Whole or HealOutcome.NotNamed;
        if (!done && result.Remaining == record.BadShards)
        {
            return false;
        }

        var transaction = new MetadataTransaction();
        transaction.RequireStamp(entry.Key, entry.Stamp);
        if (done)
        {
            transaction.Delete(entry.Key);
        }
        else
        {
            transaction.Put(entry.Key, (record with { BadShards = result.Remaining }).Encode());
        }

        CommitResult commit = await metadata.CommitAsync(transaction, cancellationToken).ConfigureAwait(false);
        bool gone = done && commit.Status == CommitStatus.Committed;
        if (gone)
        {
            queue.Forget(record.Blob.Id);
        }

        return gone;
    }
}
