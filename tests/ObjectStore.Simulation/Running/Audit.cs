using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Drives.Catalog;
using ObjectStore.Drives.Index;
using ObjectStore.Metadata;
using ObjectStore.Runtime;
using ObjectStore.Simulation.Media;
using ObjectStore.Simulation.Model;
using ObjectStore.Simulation.Workload;

namespace ObjectStore.Simulation.Running;

/// <summary>What must hold when everything works again: all that was acknowledged is there, and nothing else is.</summary>
internal sealed class Audit(Oracle oracle, SimulatedMachine machine, SimulatedClock clock, Scenario scenario, Trace trace)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task RunAsync(OpenStore store, bool isLast, bool hasDamage)
    {
        if (scenario.IsBeyondParity)
        {
            await ReadAllAsync(store);
            return;
        }

        await ComeToRestAsync(store, "after opening");
        oracle.OnDecided();
        if (isLast)
        {
            foreach (Upload upload in oracle.Uploads.Where(static upload => !upload.MayBeGone))
            {
                await new Uploads(store.Engine, oracle, new Random(0), trace).AbortAsync(upload);
            }
        }

        await ReadAllAsync(store);
        await ComeToRestAsync(store, "after reading");
        await ReadAllAsync(store);
        if (isLast)
        {
            await RequireCleanAsync(store, hasDamage);
            await LoseDrivesAsync(store, hasDamage ? scenario.ParityShards - 1 : scenario.ParityShards);
        }
    }

    private async Task ReadAllAsync(OpenStore store)
    {
        var reads = new Reads(store.Engine, oracle, trace) { MustSucceed = true, MayBeDamaged = scenario.IsBeyondParity };
        foreach (string bucket in Buckets.All)
        {
            await reads.ListAsync(bucket);
        }

        await reads.ListVersionsAsync(Buckets.Versioned);
        foreach (KeyHistory history in oracle.Histories.ToArray())
        {
            await reads.GetAsync(history.Bucket, history.Key);
            foreach (Write write in history.Writes.Where(static write => write is { IsPut: true, VersionId: not null }).ToArray())
            {
                await reads.GetVersionAsync(write);
            }
        }
    }

    private async Task ComeToRestAsync(OpenStore store, string when)
    {
        long until = clock.Now + Patience.Ticks;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(6), clock);
        }
        while (!IsAtRest(store) && clock.Now < until);

        if (!IsAtRest(store))
        {
            StoreStatus status = store.GetStatus();
            throw new SimulationFailure($"The store does not come to rest {when}: {status.Reason ?? "whole"}, {status.HealQueueLength} to heal, {status.IsHealing}");
        }
    }

    private bool IsAtRest(OpenStore store)
    {
        StoreStatus status = store.GetStatus();
        return status is { CanRead: true, CanWrite: true, IsHealing: false } && status.Drives.All(static drive => drive.IsOnline)
            && !machine.Mounts.Values.Any(static disk => disk is not null && HasGarbage(disk));
    }

    private static bool HasGarbage(SimulatedDisk disk)
    {
        using IIndexCursor cursor = disk.Index.Scan(CatalogKeys.OfMetadata(MetadataKeys.Garbage.Span), CatalogKeys.OfMetadata(MetadataKeys.After(MetadataKeys.Garbage.Span).Span));
        return cursor.MoveNext();
    }

    /// <summary>No shard that nothing names, no draft, and unless bits were flipped, every shard that there should be.</summary>
    private async Task RequireCleanAsync(OpenStore store, bool hasDamage)
    {
        var named = new Dictionary<BlobId, BlobRef>();
        await foreach ((BlobRef blob, _) in store.Engine.Catalog.ListBlobsAsync())
        {
            named[blob.Id] = blob;
        }

        var found = new HashSet<ShardKey>();
        foreach (SimulatedDisk disk in machine.Mounts.Values.OfType<SimulatedDisk>())
        {
            foreach (ShardKey shard in ShardsOf(disk))
            {
                found.Add(shard);
                if (!named.ContainsKey(shard.Blob) && !hasDamage)
                {
                    throw new SimulationFailure($"Shard {shard} is left on {disk.Name}, and nothing names it");
                }
            }

            string? draft = disk.ListFiles(DriveLayout.StagingDirectory).FirstOrDefault();
            if (draft is not null)
            {
                throw new SimulationFailure($"The draft {draft} is left on {disk.Name}");
            }
        }

        foreach (BlobRef blob in named.Values)
        {
            for (int shard = 0; shard < blob.DataShards + blob.ParityShards && !hasDamage; shard++)
            {
                if (!found.Contains(new ShardKey(blob.Id, (byte)shard)))
                {
                    throw new SimulationFailure($"Shard {shard} of {blob} is missing, and was not healed");
                }
            }
        }
    }

    private static IEnumerable<ShardKey> ShardsOf(SimulatedDisk disk)
    {
        var shards = new List<ShardKey>();
        foreach (string path in disk.Paths)
        {
            if (DriveLayout.TryParseShardFile(path.AsSpan(path.LastIndexOf('/') + 1), out ShardKey key))
            {
                shards.Add(key);
            }
        }

        using IIndexCursor cursor = disk.Index.Scan("s"u8, "t"u8);
        while (cursor.MoveNext())
        {
            shards.Add(CatalogKeys.ReadShard(cursor.Key));
        }

        return shards;
    }

    /// <summary>What is healed survives the loss of as many drives as there is parity.</summary>
    private async Task LoseDrivesAsync(OpenStore store, int count)
    {
        foreach (string path in machine.Mounts.Where(mount => mount.Value?.Name != $"disk{scenario.Victim}").Take(count).Select(static mount => mount.Key).ToArray())
        {
            trace.Note($"audit: takes {path} away");
            machine.Mount(path, null);
        }

        await ReadAllAsync(store);
        await Task.Delay(TimeSpan.FromSeconds(20), clock);
        await ReadAllAsync(store);
    }
}
