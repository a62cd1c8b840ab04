using ObjectStore.Blobs;

namespace ObjectStore.ErasureSets;

/// <summary>Told of shards that a read found missing or damaged. Thread-safe; never blocks.</summary>
internal interface IHealReporter
{
    /// <summary>Queues a blob for healing.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="owner">Whom it was written for.</param>
    /// <param name="badShards">Bit n: shard n is missing or damaged.</param>
    void Report(BlobRef blob, BlobOwner owner, uint badShards);
}
