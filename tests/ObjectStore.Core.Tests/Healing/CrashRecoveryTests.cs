using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Healing;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

/// <summary>What is done after the process ended in the midst of writes: check the recent blobs, then sweep.</summary>
public class CrashRecoveryTests
{
    [Fact]
    public async Task CheckAndSweep_StagedShardLostOnTheSlowestDrive_IsRebuilt()
    {
        await using SimulatedSet set = await SimulatedSet.CreateAsync();

        // Committed with three of four logs durable, as a ride allows; then the power goes.
        byte[] content = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
        await using IBlobWriter writer = set.Store.BeginWrite(new BlobOwner(7, "key"u8.ToArray()), content.Length);
        await writer.WriteAsync(new(content));
        WrittenBlob written = await writer.CompleteAsync();
        for (int slot = 0; slot < 3; slot++)
        {
            await set.Set.Slots[slot].Drive!.FlushAsync();
        }

        set.Medium(3).FailAt = set.Medium(3).Operations + 1;
        var blob = new HealingFixture.StoredBlob(written.Ref, new BlobOwner(7, "key"u8.ToArray()), content, written.MissingShards);
        set.Catalog.Name(blob.Ref, blob.Owner);
        HealingFixture.StoredBlob orphan = await set.PutAsync(600_000, named: false);
        await set.CrashAsync();

        BlobId since = await set.Sweeper.GetStartAsync();
        long healed = 0;
        foreach (DriveSlot slot in set.Set.Slots)
        {
            healed += (await set.Rebuilder.CheckSinceAsync(slot, since)).ShardsHealed;
        }

        SweepResult result = await set.Sweeper.RunAsync();

        Assert.True(result.IsComplete);
        Assert.Equal(1, healed);
        Assert.Equal(0u, blob.MissingShards);
        Assert.Equal(result.Deleted, 4 - System.Numerics.BitOperations.PopCount(orphan.MissingShards));
        await set.AssertWholeAsync(blob);
        Assert.Equal(4, await set.CountShardsAsync());
    }
}
