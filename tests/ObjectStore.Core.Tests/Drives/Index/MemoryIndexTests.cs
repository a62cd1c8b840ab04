using FsCheck;
using FsCheck.Fluent;
using ObjectStore.Drives.Index;
using Xunit;

namespace ObjectStore.Core.Tests.Drives.Index;

public sealed class MemoryIndexTests : DriveIndexConformance
{
    [Fact]
    public void Crash_AtAnyBatch_LeavesTheStateAfterThatBatch()
        => Prop.ForAll(IndexGenerators.Batches, Arb.From(Gen.Choose(0, 1000)), CrashesToAPrefix).QuickCheckThrowOnFailure();

    [Fact]
    public void Dispose_WithoutFlush_LosesWhatWasNotFlushed()
    {
        using var index = new MemoryIndex();
        Put(index, "a"u8, "1"u8);
        index.Flush();
        Put(index, "b"u8, "1"u8);

        index.Dispose();

        Assert.NotNull(index.Get("a"u8));
        Assert.Null(index.Get("b"u8));
    }

    internal override IDriveIndex CreateIndex() => new MemoryIndex();

    private static void CrashesToAPrefix(IndexChange[][] batches, int choice)
    {
        using var index = new MemoryIndex();
        var states = new List<IndexModel> { new() };
        foreach (IndexChange[] batch in batches)
        {
            Write(index, batch);
            states.Add(states[^1].Clone());
            states[^1].Apply(batch);
        }

        Assert.Equal(batches.Length, index.UnflushedBatches);
        int kept = choice % (batches.Length + 1);
        index.Crash(kept);

        Assert.True(states[kept].Matches(index));
        Assert.Equal(0, index.UnflushedBatches);
    }
}
