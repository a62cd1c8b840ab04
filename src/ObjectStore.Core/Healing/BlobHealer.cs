using System.Numerics;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Memory;

namespace ObjectStore.Healing;

/// <summary>
/// Verifies shards of one blob and writes those that are missing or damaged anew, byte for byte as they were encoded. Thread-safe; memory per call is bounded.
/// </summary>
internal sealed class BlobHealer(IReadOnlyList<ErasureSet> sets, IBlobCatalog catalog, BufferPool pool)
{
    /// <summary>Reads every shard of a blob and heals it.</summary>
    /// <param name="blob">The blob, which metadata named at some time.</param>
    /// <param name="owner">Whom it was written for.</param>
    /// <param name="suspects">Bit n: shard n was reported bad.</param>
    /// <param name="cancellationToken">Ends the work; a shard half written vanishes.</param>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public Task<HealResult> HealAsync(BlobRef blob, BlobOwner owner, uint suspects, CancellationToken cancellationToken)
        => RunAsync(blob, owner, AllShards(blob), suspects, cancellationToken);

    /// <summary>Verifies and heals some shards only, reading no more of the others than that takes.</summary>
    public Task<HealResult> HealShardsAsync(BlobRef blob, BlobOwner owner, uint shards, CancellationToken cancellationToken)
        => RunAsync(blob, owner, shards & AllShards(blob), shards, cancellationToken);

    private static uint AllShards(BlobRef blob) => (1u << (blob.DataShards + blob.ParityShards)) - 1;

    private async Task<HealResult> RunAsync(BlobRef blob, BlobOwner owner, uint asked, uint suspects, CancellationToken cancellationToken)
    {
        if (blob.Set >= sets.Count || blob.DataShards + blob.ParityShards > sets[blob.Set].Slots.Count)
        {
            return new HealResult(HealOutcome.Waiting, 0, 0, asked, 0);
        }

        if (!await catalog.IsNamedAsync(blob.Id, owner, cancellationToken).ConfigureAwait(false))
        {
            // A healing cut off by a crash may have left shards that nobody else looks for: blobs of epochs long past are not swept again.
            await DeleteAsync(blob, suspects & AllShards(blob)).ConfigureAwait(false);
            return new HealResult(HealOutcome.NotNamed, 0, 0, 0, 0);
        }

        var sources = new ShardSources(sets[blob.Set], blob, reporter: null);
        await using (sources.ConfigureAwait(false))
        {
            await sources.OpenAsync(blob.DataShards + blob.ParityShards, cancellationToken).ConfigureAwait(false);
            return await HealAsync(sources, owner, asked, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether metadata still names a blob.</summary>
    public ValueTask<bool> IsNamedAsync(BlobRef blob, BlobOwner owner, CancellationToken cancellationToken) => catalog.IsNamedAsync(blob.Id, owner, cancellationToken);

    private async Task<HealResult> HealAsync(ShardSources sources, BlobOwner owner, uint asked, CancellationToken cancellationToken)
    {
        uint verified = 0;
        uint rebuilt = 0;
        var outcome = HealOutcome.Waiting;
        try
        {
            // What the first pass finds damaged, it learns too late to write: a second one does.
            uint missing = sources.Bad;
            uint present = sources.Open & asked;
            rebuilt = await PassAsync(sources, owner, present, missing, cancellationToken).ConfigureAwait(false);
            uint damaged = sources.Bad & present;
            verified = present & ~sources.Bad & ~sources.Offline;
            if (damaged != 0)
            {
                rebuilt |= await PassAsync(sources, owner, verify: 0, damaged, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (StorageException e)
        {
            outcome = e.Code == StorageErrorCode.DataDamaged ? HealOutcome.Unrecoverable : HealOutcome.Waiting;
        }

        // Deleted while it was healed? Whoever deletes it from here on deletes the new shards too.
        if (rebuilt != 0 && !await catalog.IsNamedAsync(sources.Blob.Id, owner, cancellationToken).ConfigureAwait(false))
        {
            await DeleteAsync(sources.Blob, rebuilt).ConfigureAwait(false);
            return new HealResult(HealOutcome.NotNamed, verified, 0, 0, 0);
        }

        uint remaining = asked & ~verified & ~rebuilt;
        outcome = remaining == 0 ? HealOutcome.Whole : outcome;
        return new HealResult(outcome, verified, rebuilt, remaining, BitOperations.PopCount(rebuilt) * sources.Layout.ShardLength);
    }

    /// <summary>Goes over the blob once, reading the shards to verify and writing those to rebuild; gives the mask of those now durable.</summary>
    private async Task<uint> PassAsync(ShardSources sources, BlobOwner owner, uint verify, uint targets, CancellationToken cancellationToken)
    {
        if ((verify | targets) == 0)
        {
            return 0;
        }

        ShardRebuild rebuild = await ShardRebuild.BeginAsync(sets[sources.Blob.Set], sources.Blob, owner, targets, cancellationToken).ConfigureAwait(false);
        await using (rebuild.ConfigureAwait(false))
        {
            int stripes = sources.Layout.StripeCount;
            int batch = Math.Min(stripes, StripeBuffer.MaxStripes(sources.Layout.Geometry));
            int blockLength = (int)Math.Min(ShardLayout.BlockSize, sources.Layout.ShardLength);
            using var buffer = new StripeBuffer(pool, sources.Layout.Geometry, blockLength, batch);
            for (int first = 0; first < stripes; first += batch)
            {
                int end = Math.Min(first + batch, stripes);
                await ReadBatchAsync(sources, buffer, first, end, verify, rebuild.Active, cancellationToken).ConfigureAwait(false);
                int length = ((end - 1 - first) * ShardLayout.BlockSize) + sources.Layout.BlockLength(end - 1);
                await rebuild.AppendAsync(buffer, length, cancellationToken).ConfigureAwait(false);
            }

            await rebuild.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return rebuild.Active;
        }
    }

    /// <summary>Reads a few stripes, and computes the blocks of the shards to rebuild.</summary>
    private async ValueTask ReadBatchAsync(ShardSources sources, StripeBuffer buffer, int first, int end, uint verify, uint targets, CancellationToken cancellationToken)
    {
        var reader = new StripeReader(sources, pool);
        var blocks = new Memory<byte>[sources.Layout.Geometry.TotalShards];
        for (int stripe = first; stripe < end; stripe++)
        {
            for (int shard = 0; shard < blocks.Length; shard++)
            {
                blocks[shard] = buffer.Shard(shard, (stripe - first) * ShardLayout.BlockSize, sources.Layout.BlockLength(stripe));
            }

            uint good = await reader.ReadBlocksAsync(stripe, verify, blocks, cancellationToken).ConfigureAwait(false);
            if (targets != 0)
            {
                good = await reader.ReadFurtherAsync(stripe, good, tried: verify, blocks, cancellationToken).ConfigureAwait(false);
            }

            if ((targets & ~good) != 0)
            {
                ReedSolomon.Get(sources.Layout.Geometry).Reconstruct(blocks, good, targets & ~good);
            }
        }
    }

    private async ValueTask DeleteAsync(BlobRef blob, uint shards)
    {
        long length = ShardLayout.ShardLength(blob.Length, blob.DataShards);
        for (uint rest = shards; rest != 0; rest &= rest - 1)
        {
            int shard = BitOperations.TrailingZeroCount(rest);
            if (sets[blob.Set].SlotOf(blob.Id, shard).OnlineDrive is { } drive)
            {
                await drive.DeleteShardsAsync([new ShardRef(new ShardKey(blob.Id, (byte)shard), length)]).ConfigureAwait(false);
            }
        }
    }
}
